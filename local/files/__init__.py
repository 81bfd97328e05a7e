"""Files: written whole or not at all; what an interruption or a full disk has spoiled is none."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import get_ident
from typing import Any

# A draft lies beside its file: only within a file system is a replacement one step.
DRAFT = ".draft"


def write(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a text so that a reader finds the old one or the new one, whenever this is ended.

    ``durable`` also waits for the disk, so that a power failure spoils nothing either. Raises
    ``OSError``, as for a full disk, with the old file as it was and no draft left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two processes or threads that write the same file share no draft.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}{DRAFT}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
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
