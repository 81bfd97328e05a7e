"""Engine: finds the Pulumi CLI on this machine, has it installed, or builds it from Go modules."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.checkout import BIN, LocalError
from local.toolchain import build, installer

# The oldest engine that the pinned SDKs of requirements.txt work with.
OLDEST = (3, 231, 0)
GO_MOD = Path(__file__).with_name("go.mod")
COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
LANGUAGE_HOST = "pulumi-language-python"


@dataclass(frozen=True)
class Engine:
    """A Pulumi CLI that is fit for use, and why it was chosen."""

    path: Path
    why: str

    @property
    def brings_python(self) -> bool:
        """Whether Pulumi's own Python language host came with it."""
        return (self.path.resolve().parent / LANGUAGE_HOST).is_file()


def find(environ: Mapping[str, str]) -> Engine:
    """The first that serves: PATH, earlier work of ours, Pulumi's installer, a build."""
    on_path, why_not = on_path_of(environ)
    if on_path:
        return on_path
    refused = [why_not]
    version = wanted_version()
    cache = cache_folder(environ, version)
    program = program_of(environ, version)
    for made, how in ((program.binary, "built"), (installer.binary(cache), "installed")):
        if made.is_file():
            return Engine(made, f"{version}, {how} earlier ({why_not})")
    reason = installer.unreachable()
    if reason is None:
        return Engine(
            installer.install(version, cache), f"{version}, by Pulumi's installer ({why_not})"
        )
    refused.append(reason)
    try:
        made = build.build(program, environ)
    except LocalError as failure:
        refused.append(str(failure))
        raise LocalError(
            "no Pulumi engine:\n- "
            + "\n- ".join(refused)
            + f"\nPut pulumi {version_text(OLDEST)} or newer on PATH, or Go 1.21 or newer "
            "with a module proxy it can reach, and run this again."
        ) from None
    return Engine(made, f"{version}, built from Go modules ({'; '.join(refused)})")


def on_path_of(environ: Mapping[str, str]) -> tuple[Engine | None, str]:
    """The user's own engine if it is new enough; else why not."""
    others = [part for part in environ.get("PATH", "").split(os.pathsep) if Path(part) != BIN]
    found = shutil.which("pulumi", path=os.pathsep.join(others))
    if found is None:
        return None, "no pulumi on PATH"
    version = version_of(Path(found))
    if version is None:
        return None, f"{found} does not say its version"
    if version < OLDEST:
        return None, f"{found} is {version_text(version)}, older than {version_text(OLDEST)}"
    return Engine(Path(found), f"{version_text(version)}, found at {found}"), ""


def version_of(engine: Path) -> tuple[int, ...] | None:
    """What ``pulumi version`` says, as numbers."""
    try:
        said = subprocess.run(
            [engine, "version"],
            capture_output=True,
            text=True,
            timeout=30,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    numbers = re.match(r"v?(\d+)\.(\d+)\.(\d+)", said.strip())
    return tuple(map(int, numbers.groups())) if numbers else None


def wanted_version() -> str:
    """The version that go.mod pins; the installer is asked for the same."""
    pinned = re.search(r"github.com/pulumi/pulumi/pkg/v3 (v\S+)", GO_MOD.read_text("utf-8"))
    if pinned is None:
        raise LocalError(f"{GO_MOD} pins no github.com/pulumi/pulumi/pkg/v3")
    return pinned[1]


def version_text(version: tuple[int, ...]) -> str:
    """``(3, 231, 0)`` as ``v3.231.0``."""
    return "v" + ".".join(map(str, version))


def program_of(environ: Mapping[str, str], version: str) -> build.GoProgram:
    """The engine as it is built here."""
    return build.GoProgram(
        name="pulumi",
        what=f"the Pulumi engine {version}",
        module=GO_MOD.parent,
        command=COMMAND,
        cache=cache_folder(environ, version),
        variables={VERSION_VARIABLE: version},
    )


def cache_folder(environ: Mapping[str, str], version: str) -> Path:
    """Where engines of a version lie, built or installed."""
    return build.cache_root(environ) / "engine" / version
