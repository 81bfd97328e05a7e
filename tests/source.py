"""The repository as text: its modules, what they import, and how long they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from settings import ROOT

FOLDERS = (
    "cli",
    "components",
    "contracts",
    "cost",
    "guide",
    "local",
    "microservice",
    "package",
    "policies",
    "program",
    "runtime",
    "services",
    "settings",
)
FILES = ("__main__.py",)
# Where a statement has others.
PARTS = ("body", "orelse", "finalbody", "handlers", "cases")


@cache
def modules(*folders: str) -> tuple[str, ...]:
    """The paths of all modules below some folders (everything but the tests, if none is named)."""
    found = [path for folder in folders or FOLDERS for path in (ROOT / folder).rglob("*.py")]
    own = [] if folders else [ROOT / file for file in FILES]
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in [*own, *found]))


@cache
def tree(module: str) -> ast.Module:
    """A module, parsed."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)


@cache
def statements(module: str) -> tuple[ast.AST, ...]:
    """Every statement of a module, those inside others too, which are far fewer than its nodes."""
    found: list[ast.AST] = [tree(module)]
    for node in found:
        for field in PARTS:
            found += getattr(node, field, ())
    return tuple(found)


def code_lines(module: str) -> int:
    """How many lines of a module hold more than a comment."""
    lines = (ROOT / module).read_text(encoding="utf-8").splitlines()
    return sum(not line.lstrip().startswith("#") for line in lines if line.strip())


@cache
def imports(module: str) -> tuple[str, ...]:
    """Every module that one may import, at its top or later; a leading dot means a relative one."""
    found: list[str] = []
    for node in statements(module):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found += (_imported(base, alias.name) for alias in node.names)
    return tuple(found)


@cache
def _imported(base: str, name: str) -> str:
    """The module that ``from base import name`` imports: the inner one, if there is one."""
    inner = f"{base}.{name}"
    return inner if (ROOT / path_of(inner)).exists() or folder_of(inner) else base


def path_of(dotted: str) -> Path:
    """Where a module of that name would stand."""
    return Path(dotted.replace(".", "/") + ".py")


def folder_of(dotted: str) -> bool:
    """Whether a folder of that name holds modules."""
    return any((ROOT / dotted.replace(".", "/")).glob("*.py"))


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, those inside classes and functions too."""
    for node in statements(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function takes, its signature included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


@cache
def components(folder: str = "components") -> dict[str, tuple[str, ast.ClassDef]]:
    """Every component class by its name, with the module it stands in."""
    return {
        node.name: (module, node)
        for module in modules(folder)
        for node in tree(module).body
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith("ComponentResource") for base in node.bases)
    }
