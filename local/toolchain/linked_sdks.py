"""Linked SDKs: those that ``pulumi package add`` wrote into a program's ``sdks`` folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pulumi.runtime.proto import language_pb2

FOLDER = "sdks"


def folders(program: Path) -> list[Path]:
    """The linked SDKs of a program; Python imports them from there, without an installation."""
    return sorted(path.parent for path in (program / FOLDER).glob("*/setup.py"))


def link(request: Any) -> Any:
    """Name each SDK in the program's requirements, which Pulumi's own language host installs, and
    say how to import it.
    """
    program = Path(request.info.program_directory)
    requirements = program / "requirements.txt"
    lines = requirements.read_text("utf-8").splitlines() if requirements.is_file() else []
    lines += [path for path in (each.path for each in request.packages) if path not in lines]
    requirements.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    modules = [_describe(program / each.path) for each in request.packages]
    return language_pb2.LinkResponse(
        import_instructions="\n".join(f"To use it: import {module}" for module in modules)
    )


def _describe(sdk: Path) -> str:
    """The Python package that an SDK holds; it asks for its own version when it is imported, so
    that the metadata which an installation would write must lie beside it.
    """
    [plugin] = sdk.glob("*/pulumi-plugin.json")
    module, version = plugin.parent.name, json.loads(plugin.read_text("utf-8"))["version"]
    metadata = sdk / f"{module}.dist-info" / "METADATA"
    metadata.parent.mkdir(exist_ok=True)
    metadata.write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n", "utf-8")
    return module
