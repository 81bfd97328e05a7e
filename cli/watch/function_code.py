"""Function code: the functions of a stack's state with the files that each is made of, and a new
archive of them for the emulator, without the engine.

What else changes of a function, its variables or rights, is the engine's.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import stacks
from local.affected import imported_modules
from local.checkout import environment
from local.provider.resource_types.archive import zipped
from local.provider.resource_types.python_runtime import ENTRY, runtime_files
from local.provider.wire import SIGNATURE

FUNCTION = "aws:lambda/function:Function"


@dataclass(frozen=True)
class Deployed:
    """A function of a stack's state: its name on the emulator, and its files by their paths inside
    of its archive.
    """

    stack: str
    name: str
    files: Mapping[str, Path]

    def has(self, file: Path) -> bool:
        return file in self.files.values()

    def archive(self) -> bytes:
        """The files as they are now, with those that they have come to import from beside them.

        Raises ``SyntaxError`` for a file that is no Python, ``OSError`` for one that is gone.
        """
        found, waiting = {}, dict(self.files)
        while waiting:
            name, path = waiting.popitem()
            found[name] = content = path.read_bytes()
            if path.suffix == ".py" and (root := root_of(name, path)):
                waiting |= {
                    each: root / each
                    for each in _imported(content, path, root)
                    if each not in found and each not in waiting
                }
        return zipped({**found, **_runtime()}, executables=frozenset({ENTRY}))


def of(stack: str, folder: Path) -> Iterator[Deployed]:
    """The Python functions of a stack whose code is files of this machine, as the engine has
    recorded them; ``folder`` is that of the program, from which their paths may begin.
    """
    for resource in stacks.resources(stack):
        if resource["type"] == FUNCTION and not resource.get("delete"):
            inputs = resource["inputs"]
            files = _files(inputs.get("code") or {}, folder)
            if files and str(inputs.get("runtime", "")).startswith("python"):
                yield Deployed(stack, resource["id"], files)


def root_of(name: str, path: Path) -> Path | None:
    """The folder that a file's path inside of its archive begins at; None if the file has another
    name there.
    """
    end = f"{os.sep}{name}"
    return Path(str(path).removesuffix(end)) if str(path).endswith(end) else None


def _files(code: Mapping[str, Any], folder: Path) -> dict[str, Path]:
    members = code.get("assets") or {}
    paths = {name: each.get("path") for name, each in members.items() if SIGNATURE in each}
    return {name: folder / path for name, path in paths.items() if path}


def _imported(content: bytes, path: Path, root: Path) -> list[str]:
    tree = ast.parse(content, str(path))
    names = (f"{module.replace('.', '/')}.py" for module in imported_modules(tree))
    return [name for name in names if (root / name).is_file()]


def _runtime() -> dict[str, bytes]:
    """What the provider adds; it finds the interpreter in the environment of its engine."""
    for name, value in environment(os.environ).items():
        os.environ.setdefault(name, value)
    return runtime_files()
