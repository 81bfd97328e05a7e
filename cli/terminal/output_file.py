"""Output file: what a command writes to a file that its caller names."""

from __future__ import annotations

import sys
from pathlib import Path

from local import files
from local.checkout import LocalError

# The file by which the AWS CLI prints a body.
STDOUT = "/dev/stdout"


def write(path: str, content: str | bytes) -> None:
    """Write the file whole or not at all; ``LocalError`` says why it cannot be written.

    What is no file of its own stays what it is, and is written to: stdout, a device, a pipe, a
    link.
    """
    content = content.encode() if isinstance(content, str) else content
    place = Path(path)
    try:
        if path == STDOUT:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        elif place.is_symlink() or (place.exists() and not place.is_file()):
            place.write_bytes(content)
        else:
            files.write(place, content)
    except OSError as error:
        raise LocalError(f"cannot write {path}: {error.strerror}") from None
