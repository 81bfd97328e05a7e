"""Fingerprint: tells whether anything a deployment depends on has changed since the last one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from local.checkout import ROOT, VENV

# Program, settings, provider, and what pins the packages; tests and documents deploy nothing.
PARTS = ("__main__.py", "components", "services", "local", "Pulumi*.yaml", "*.txt")


def of(words: Iterable[str], files: Iterable[Path] = (), root: Path = ROOT) -> str:
    """One word for the program in ``root``, the packages it runs on, and all that is given."""
    digest = hashlib.sha256()
    for word in [*words, *packages()]:
        digest.update(f"{word}\0".encode())
    for path in [*sources(root), *files]:
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sources(root: Path) -> Iterator[Path]:
    """Every file of the program, always in the same order."""
    for part in PARTS:
        for found in sorted(root.glob(part)):
            inside = sorted(found.rglob("*")) if found.is_dir() else [found]
            yield from (f for f in inside if f.is_file() and "__pycache__" not in f.parts)


def packages() -> list[str]:
    """What is installed beside the program, by the names and versions of its folders."""
    return sorted(path.name for path in VENV.glob("lib/python*/site-packages/*.dist-info"))
