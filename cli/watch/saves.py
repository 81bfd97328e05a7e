"""Saves: what a batch of saved files is to a stage, and how long each took to be live."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from pathlib import Path

from local import fingerprint
from local.checkout import ROOT

# What only the engine brings to a stage; the other sources of a stack are code of functions.
INFRASTRUCTURE = (
    *("Pulumi.yaml", "__main__.py", "*.txt", "components", "microservice", "program", "settings"),
    *("services/*/__init__.py", "services/*/infrastructure.py", "services/*/workflow.py"),
)

# Where the sources of stages and examples are.
FOLDERS = (
    *("components", "contracts", "examples", "microservice", "program", "runtime", "services"),
    "settings",
)


def is_source(path: str) -> bool:
    """Whether a file that was saved can be of a stage: no editor's own, nothing generated."""
    file = Path(path)
    inside = file.relative_to(ROOT).parts if file.is_relative_to(ROOT) else file.parts
    hidden = any(part.startswith(".") or part == "__pycache__" for part in inside)
    return not hidden and file.suffix in (".py", ".json", ".yaml", ".graphql", ".js", ".txt")


def needs_engine(file: Path, stage: str) -> bool:
    """Whether a saved file changes infrastructure: a component, a card, the stage's file."""
    if file == ROOT / f"Pulumi.{stage}.yaml":
        return True
    if "app" in file.relative_to(ROOT).parts:
        return False
    made_of = (*INFRASTRUCTURE, "services/*/*.*")
    return file in set(fingerprint.sources(ROOT, made_of))


def summary(seconds: Iterable[float]) -> str:
    """The median and the worst of what was measured."""
    times = sorted(seconds)
    if not times:
        return "nothing was saved"
    return (
        f"{len(times)} saves: live after {statistics.median(times):.2f} s in the median, "
        f"{times[-1]:.2f} s at worst"
    )
