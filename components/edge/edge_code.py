"""Edge code: the archive of a function at the edge, with constants in place of its environment."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pulumi

from components.compute.archive import archive_of
from components.document import document

# Beside the module of the handler; a function reads it from there.
CONSTANTS = "constants.json"
SUFFIXES = (".mjs", ".js", ".cjs")


def edge_code(
    code: pulumi.Archive | Path | str, handler: str, runtime: str, constants: Mapping[str, Any]
) -> pulumi.Input[pulumi.Archive]:
    """The archive of a handler; with constants it has a file of them, known as soon as they are.

    Raises ``ValueError`` for a folder without the handler, and for constants with a zip file.
    """
    found = _archive(code, handler, runtime)
    if not constants:
        return found
    if not isinstance(found, pulumi.AssetArchive):
        raise ValueError("constants are for code that is a folder or an AssetArchive, got a file")
    folder, _, _ = handler.rpartition(".")[0].replace(".", "/").rpartition("/")
    path = f"{folder}/{CONSTANTS}" if folder else CONSTANTS
    return pulumi.Output.from_input(document(constants)).apply(partial(with_file, found, path))


def with_file(archive: pulumi.AssetArchive, path: str, text: str) -> pulumi.AssetArchive:
    """An archive with one more file."""
    return pulumi.AssetArchive({**archive.assets, path: pulumi.StringAsset(text)})


def check_size(
    code: pulumi.Archive | Path | str, handler: str, runtime: str, events: str, largest: int
) -> None:
    """Raise ``ValueError`` for code of more bytes than its events allow, compressed as far as it is
    not yet. What has no file here counts nothing.
    """
    files = list(_files(_archive(code, handler, runtime)))
    if sum(map(_size, files)) > largest and (size := sum(map(_compressed, files))) > largest:
        raise ValueError(
            f"code must have {largest:,} bytes at most, compressed, at {events}, got {size:,}"
        )


def _archive(code: pulumi.Archive | Path | str, handler: str, runtime: str) -> pulumi.Archive:
    """The handler's file of a folder for Node.js, its module and what that imports for Python."""
    if isinstance(code, pulumi.Archive) or not os.path.isdir(code) or runtime.startswith("python"):
        return archive_of(code, handler)
    module = handler.rpartition(".")[0]
    for suffix in SUFFIXES:
        file = Path(code) / f"{module}{suffix}"
        if file.is_file():
            return pulumi.AssetArchive({file.name: pulumi.FileAsset(str(file))})
    raise ValueError(f"handler {handler}: there is no {module}.mjs, .js or .cjs in {code}")


def _files(archive: pulumi.Archive) -> Iterator[Path | bytes]:
    if isinstance(archive, pulumi.FileArchive):
        path = Path(archive.path)
        yield from (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    elif isinstance(archive, pulumi.AssetArchive):
        for each in archive.assets.values():
            if isinstance(each, pulumi.Archive):
                yield from _files(each)
            elif isinstance(each, pulumi.FileAsset):
                yield Path(str(each.path))
            elif isinstance(each, pulumi.StringAsset):
                yield each.text.encode()


def _size(given: Path | bytes) -> int:
    return len(given) if isinstance(given, bytes) else given.stat().st_size


def _compressed(given: Path | bytes) -> int:
    if isinstance(given, Path) and given.suffix == ".zip":
        return _size(given)
    return len(zlib.compress(given if isinstance(given, bytes) else given.read_bytes()))
