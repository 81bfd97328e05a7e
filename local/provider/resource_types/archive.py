"""Archives of code as zip files: the same content always makes the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from local.provider.errors import ProviderError
from local.provider.wire import Asset

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
EXECUTABLE: Final = 0o100755 << 16
READABLE: Final = 0o100644 << 16


def contents(asset: Asset) -> dict[str, bytes]:
    """Every file in an archive, by its path inside."""
    return dict(_walk(asset, ""))


def zipped(files: Mapping[str, bytes], executables: frozenset[str] = frozenset()) -> bytes:
    """Stored, not compressed: the bytes travel no further than this machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = EXECUTABLE if name in executables else READABLE
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _walk(asset: Asset, inside: str) -> Iterator[tuple[str, bytes]]:
    if not asset.is_archive:
        yield inside, bytes_of(asset, inside)
    elif asset.path is not None:
        yield from _from_disk(Path(asset.path), inside)
    elif asset.fields.get("uri"):
        raise ProviderError(f"an archive must lie on this machine, not at {asset.fields['uri']}")
    for name, member in asset.members.items():
        yield from _walk(member, f"{inside}/{name}" if inside else name)


def bytes_of(asset: Asset, inside: str = "") -> bytes:
    """The content of one file."""
    if asset.text is not None:
        return asset.text.encode()
    if asset.path is None:
        raise ProviderError(f"the file {inside} must lie on this machine")
    return Path(asset.path).read_bytes()


def _from_disk(path: Path, inside: str) -> Iterator[tuple[str, bytes]]:
    prefix = f"{inside}/" if inside else ""
    if path.is_dir():
        for file in path.rglob("*"):
            if file.is_file():
                yield prefix + file.relative_to(path).as_posix(), file.read_bytes()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    yield prefix + entry.filename, archive.read(entry)
    else:
        raise ProviderError(f"{path} is neither a folder nor a zip file")
