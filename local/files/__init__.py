"""Files: written whole or not at all; what an interruption or a full disk has spoiled is none.

They hold states, keys of user pools and logs: only their user may read them (0600, folders 0700).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import get_ident
from typing import IO, Any

# A draft lies beside its file: only within a file system is a replacement one step.
DRAFT = ".draft"

# For the programs that write files, too: nothing for the group and others.
UMASK = 0o077
NOT_PRIVATE = 0o077


def write(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Write a file so that a reader finds the old one or the new one, whenever this is ended.

    ``durable`` also waits for the disk, so that a power failure spoils nothing either. Raises
    ``OSError``, as for a full disk, with the old file as it was and no draft left.
    """
    make_folder(path.parent)
    # Two processes or threads that write the same file share no draft.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}{DRAFT}")
    try:
        with open(draft, "wb", opener=_private) as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def write_json(path: Path, content: Mapping[str, Any], *, durable: bool = True) -> None:
    """Write an object as ``write`` does."""
    write(path, json.dumps(content, indent=1), durable=durable)


def append(path: Path) -> IO[bytes]:
    """Open a file to write at its end, as a log; it is made if there is none."""
    return open(path, "ab", opener=_private)


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in a file; None if there is no file, or anything but a JSON object in it."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def remove_drafts(folder: Path) -> None:
    """Remove what killed processes left in a folder where no other process writes now."""
    for left in folder.glob(f"*{DRAFT}"):
        left.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its user alone."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)


def make_private(folder: Path) -> None:
    """Take the rights of the group and of others from a folder and all that is in it.

    The folder is last: one that is private has been through this, or was made so.
    """
    if not folder.is_dir() or is_private(folder):
        return
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            take_rights(Path(place, name))
    take_rights(folder)


def is_private(path: Path) -> bool:
    """Whether the group and others may do nothing with it."""
    return not path.stat().st_mode & NOT_PRIVATE


def take_rights(path: Path) -> None:
    """Leave a file or a folder to its user alone."""
    # What a running program removes meanwhile needs no rights; a link has none of its own.
    with suppress(FileNotFoundError):
        if not path.is_symlink() and not is_private(path):
            path.chmod(path.stat().st_mode & ~NOT_PRIVATE)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
