"""YAML host: Pulumi's language host for YAML programs, built from Go modules when asked for."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from local.checkout import BIN, ENGINE, LocalError
from local.toolchain import build
from local.toolchain.setup import hard_link

MODULE = Path(__file__).with_name("yaml")
REPOSITORY = "github.com/pulumi/pulumi-yaml"
NAME = "pulumi-language-yaml"
PLACE = BIN / NAME


def place(environ: Mapping[str, str]) -> str:
    """Have the host where the engine looks for it, and say which one it is.

    An engine of the user's own brings one; else it is built, which takes about two minutes on two
    cores, and laid beside the engine. Raises ``LocalError``.
    """
    own = ENGINE.resolve().parent / NAME
    if own != PLACE and own.is_file():
        return f"found at {own}"
    others = [part for part in environ.get("PATH", "").split(os.pathsep) if Path(part) != BIN]
    on_path = shutil.which(NAME, path=os.pathsep.join(others))
    if on_path:
        return f"found at {on_path}"
    program = program_of(environ)
    how = "built earlier" if program.binary.is_file() else "built from Go modules"
    built = build.build(program, environ)
    if not (PLACE.is_file() and PLACE.samefile(built)):
        # Several commands may do this at once.
        partial = PLACE.with_name(f"{NAME}.{os.getpid()}")
        hard_link(built, partial)
        partial.replace(PLACE)
    return f"{version()}, {how}"


def program_of(environ: Mapping[str, str]) -> build.GoProgram:
    """The host as it is built here."""
    return build.GoProgram(
        name=NAME,
        what=f"the Pulumi YAML host {version()}",
        module=MODULE,
        command=f"{REPOSITORY}/cmd/{NAME}",
        cache=build.cache_root(environ) / "yaml" / version(),
        variables={f"{REPOSITORY}/pkg/version.Version": version()},
    )


def version() -> str:
    """The version that go.mod pins."""
    pinned = re.search(rf"{REPOSITORY} (v\S+)", (MODULE / "go.mod").read_text("utf-8"))
    if pinned is None:
        raise LocalError(f"{MODULE / 'go.mod'} pins no {REPOSITORY}")
    return pinned[1]
