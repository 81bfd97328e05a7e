"""JSON file: what a command is given as the path of a file, or on stdin."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from local.checkout import LocalError

LONGEST_PATH = 1000


def read(file: str) -> Any:
    """The JSON in a file, or of stdin for ``-``; raises ``LocalError`` for anything else."""
    try:
        content = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        return json.loads(content)
    except OSError as wrong:
        raise LocalError(f"cannot read {file}: {wrong.strerror}") from None
    except ValueError as wrong:
        raise LocalError(f"{file} must be JSON: {wrong}") from None
