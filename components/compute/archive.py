"""Archive: the code of a function or a layer, as an explicit, sorted list of files, so that the
same sources give the same archive.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Set
from importlib import metadata
from pathlib import Path, PurePosixPath

import pulumi

from components.compute.sources import (
    Source,
    SourceError,
    check_handler,
    check_imports,
    file_of,
    on_lambda,
    source_of,
)

COMPILED = (".pyc", ".pyd", ".so")


def code_of(handler: str, root: Path, provided: Collection[str] | None = ()) -> pulumi.AssetArchive:
    """The module of ``handler`` (``a.b.c.handle``) and all it imports from ``root``, and no more.

    Files keep their path below ``root``, so that a handler has one dotted name in the repository,
    in its test and on Lambda. ``provided`` are the top names of the modules that layers hold, or
    None if that is not known. Raises ``SourceError`` for a module that does not exist, and for one
    that Lambda could not import or call.
    """
    module = handler.rpartition(".")[0]
    others = None if provided is None else on_lambda(provided)
    own = {name.partition(".")[0] for name in os.listdir(root)}
    sources, file = _closure(module, root, own), file_of(module)
    if not sources:
        raise SourceError(f"handler {handler}: there is no {file} in {root}")
    check_imports(sources, root, own, others)
    check_handler(handler, sources[file], file)
    return pulumi.AssetArchive(
        {each: pulumi.FileAsset(f"{root}/{each}") for each in sorted(sources)}
    )


def archive_of(
    code: pulumi.Archive | Path | str, handler: str, provided: Collection[str] | None = ()
) -> pulumi.Archive:
    """The archive of a function whose code was given as a folder (see ``code_of``), as a zip file
    or as an archive. Raises ``ValueError`` for a path where there is neither.
    """
    if isinstance(code, pulumi.Archive):
        return code
    path = Path(code)
    if path.is_dir():
        return code_of(handler, path, provided)
    if path.suffix != ".zip" or not path.is_file():
        raise ValueError(f"code must be a folder, a .zip file or a pulumi.Archive, got {code}")
    return pulumi.FileArchive(str(path))


def packages_of(names: tuple[str, ...], *, compiled: bool = False) -> pulumi.AssetArchive:
    """The archive of a layer: installed distributions, by name, without compiled modules, so that
    it runs on every architecture and Python; a package must work without its own.

    With ``compiled`` they are in it, and it runs where this environment does: on the emulator.

    The files are those of the environment that the program and its tests run in. Raises
    ``importlib.metadata.PackageNotFoundError`` for a distribution that is not installed.
    """
    files: dict[str, pulumi.Asset | pulumi.Archive] = {
        f"python/{path}": pulumi.FileAsset(str(path.locate()))
        for name in names
        for path in metadata.files(name) or []
        if _travels(path, compiled)
    }
    return pulumi.AssetArchive(dict(sorted(files.items())))


def _travels(path: PurePosixPath, compiled: bool) -> bool:
    """Sources and the data beside them; not bytecode, metadata or scripts, nor machine code unless
    it is asked for.
    """
    installed_elsewhere = ".." in path.parts
    metadata_of_it = path.parts[0].endswith(".dist-info")
    left_out = (".pyc",) if compiled else COMPILED
    return not installed_elsewhere and not metadata_of_it and path.suffix not in left_out


def _closure(module: str, root: Path, own: Set[str]) -> dict[str, Source]:
    """The files below ``root`` of a module and all it imports, by their paths from there; ``own``
    are the top names below ``root``.

    Thousands of names are asked about for a stage, so that paths are texts here: a ``Path`` for
    each takes three times as long.
    """
    found: dict[str, Source] = {}
    met, waiting = {module}, [module]
    while waiting:
        file = file_of(waiting.pop())
        path = f"{root}/{file}"
        if os.path.isfile(path):
            found[file] = source = source_of(path, file, os.stat(path).st_mtime_ns)
            inner = [each for each in source.imports if each.top in own]
            news = {name for each in inner for name in (each.base, each.name)} - met
            met |= news
            waiting.extend(news)
    return found
