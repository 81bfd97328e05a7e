"""Version: that of the installed package, or of the checkout that the command runs from."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

PACKAGE = "serverless-platform"
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def current() -> str:
    """The version as pyproject.toml states it."""
    if PYPROJECT.is_file():
        return str(tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["version"])
    return metadata.version(PACKAGE)
