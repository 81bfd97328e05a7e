"""SDK generator: writes the SDK of a component package, in Python, TypeScript or Go."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path

from local.checkout import LocalError
from local.toolchain import build

MODULE = Path(__file__).with_name("sdk")


def generate(
    language: str, folder: str, schema: str, loader: str, environ: Mapping[str, str]
) -> None:
    """Write the SDK of ``schema`` (JSON) to ``folder``; ``loader`` is the address of the engine's
    schema loader. The generator is built when it is first needed. Raises ``LocalError``.
    """
    generator = build.build(program(environ), environ)
    done = subprocess.run(
        [generator, language, folder, loader], input=schema, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise LocalError(f"no {language} SDK could be written: {done.stderr.strip()}")


def program(environ: Mapping[str, str]) -> build.GoProgram:
    """The generator as it is built here; its source and its pins name the cached binary."""
    source = b"".join((MODULE / file).read_bytes() for file in ("go.mod", "go.sum", "main.go"))
    return build.GoProgram(
        name="pulumi-sdk",
        what="the SDK generator",
        module=MODULE,
        command=".",
        cache=build.cache_root(environ) / "sdk" / hashlib.sha256(source).hexdigest()[:12],
        variables={},
    )
