"""Pins: every package of the requirement files and of the layers' locks, in its exact version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from local.checkout import ROOT

# What is installed for development, in the emulator, and for Lambda.
FILES = ("constraints.txt", "local/emulator-requirements.txt")
LOCKS = ("services/*/*.lock", "examples/*/*.lock")
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Pin:
    """A package in a version, and the file that names it."""

    name: str
    version: str
    file: str


def files() -> list[Path]:
    """Every file of this checkout that pins packages."""
    locks = [path for pattern in LOCKS for path in ROOT.glob(pattern)]
    return sorted([*(ROOT / name for name in FILES), *locks])


def pins(paths: Iterable[Path]) -> list[Pin]:
    """The pins of some files, sorted."""
    found = (
        Pin(canonicalize_name(name), version, path.name)
        for path in paths
        for name, version in PIN.findall(path.read_text("utf-8"))
    )
    return sorted(set(found))
