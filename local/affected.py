"""Affected: the services that a change of files concerns, by what their sources import."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache

from local.checkout import ROOT, LocalError

# Beside the sources: what every stack is made of, whatever it imports.
EVERYWHERE = ("Pulumi.yaml", "__main__.py", "requirements.txt", "constraints.txt", "local")
# What no stack is made of.
NOWHERE = ("tests", "docs", "examples", "bench", "faults", "cli", "policies", "package")


def changed_since(revision: str) -> list[str]:
    """Paths below the checkout that differ from a revision of git, those not in git included."""
    differing = _git("diff", "--name-only", "--no-renames", revision, "--")
    new = _git("ls-files", "--others", "--exclude-standard")
    return sorted({*differing.splitlines(), *new.splitlines()})


def services_of(changed: Iterable[str], services: Iterable[str], stage: str) -> list[str]:
    """Those of the services whose stack is made of a changed file."""
    relevant = [path for path in changed if path.split("/")[0] not in NOWHERE]
    every = any(
        path == f"Pulumi.{stage}.yaml" or any(path.split("/")[0] == each for each in EVERYWHERE)
        for path in relevant
    )
    return [each for each in services if every or _concerned(each, relevant)]


def _concerned(service: str, changed: Iterable[str]) -> bool:
    made_of = sources(f"services/{service}")
    return any(path.startswith(f"services/{service}/") or path in made_of for path in changed)


@cache
def sources(folder: str) -> frozenset[str]:
    """The Python files that those of a folder import, one after another, and they themselves."""
    waiting = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py")]
    found: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            # The settings name events for the modes of orders; no stack is made of those.
            waiting.extend(() if path.startswith("settings/") else _imported(path))
    return frozenset(found)


@cache
def _imported(path: str) -> tuple[str, ...]:
    """The files of this checkout that a file imports."""
    return tuple(
        name
        for module in imported_modules(ast.parse((ROOT / path).read_text("utf-8")))
        for name in (f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/__init__.py")
        if (ROOT / name).is_file()
    )


def imported_modules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or f"git ended with {done.returncode}"
        raise LocalError(f"--changed-since needs a revision of git: {said}")
    return done.stdout
