"""Output file: what a command writes to a file that its caller names."""

from __future__ import annotations

from pathlib import Path

from local import files
from local.checkout import LocalError


def write(path: str, content: str | bytes) -> None:
    """Write the file whole or not at all; ``LocalError`` says why it cannot be written."""
    try:
        files.write(Path(path), content)
    except OSError as error:
        raise LocalError(f"cannot write {path}: {error.strerror}") from None
