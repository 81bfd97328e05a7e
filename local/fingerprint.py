"""Fingerprint: a digest of all that a deployment depends on, to find out if it has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from local.checkout import VENV


def of(words: Iterable[str], files: Iterable[Path]) -> str:
    """One word for all that is given: words as they are, files by their paths and bytes."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    for path in files:
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sources(root: Path, parts: Iterable[str]) -> Iterator[Path]:
    """The files of some parts (files, folders, patterns), always in the same order."""
    for part in parts:
        for found in sorted(root.glob(part)):
            yield from _inside(found) if found.is_dir() else [found]


def _inside(folder: Path) -> list[Path]:
    """Each file below a folder; what Python has compiled is none, nor is a link that leads nowhere,
    by which an editor marks a file that it has open.
    """
    found: list[str] = []
    for directory, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(directory, name) for name in names]
    return [Path(file) for file in sorted(found) if os.path.isfile(file)]


def packages() -> list[str]:
    """What is installed beside the program, by the names and versions of its folders."""
    return sorted(path.name for path in VENV.glob("lib/python*/site-packages/*.dist-info"))
