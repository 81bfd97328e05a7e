"""What a module's code leads to, name by name, through the other modules of its folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from tests.source import modules, tree


def reached(folder: str) -> dict[str, set[str]]:
    """For each module of a folder every dotted name that it names, or that those names lead to.

    A name leads to all that its definition names: what is called, returned, or only spoken of.
    """
    leads: dict[str, set[str]] = {}
    for module in modules(folder):
        leads |= definitions(module)
    return {module: closure(named(module), leads) for module in modules(folder)}


def within(name: str, package: str) -> bool:
    """Whether a dotted name is a package, or lies in it."""
    return f"{name}.".startswith(f"{package}.")


def named(module: str) -> set[str]:
    """The dotted names that stand anywhere in a module."""
    return set(mentions(tree(module), known(module)))


def closure(names: set[str], leads: Mapping[str, set[str]]) -> set[str]:
    """These names, and all that they lead to."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(leads.get(name, ()))
    return found


@cache
def definitions(module: str) -> Mapping[str, set[str]]:
    """What each name that a module defines is made of."""
    names = known(module)
    return {
        f"{dotted(module)}.{name}": set(mentions(statement, names))
        for statement in tree(module).body
        for name in defined(statement)
    }


@cache
def known(module: str) -> Mapping[str, str]:
    """The dotted names of what a module defines and imports, by the names it has for them."""
    names = {name: f"{dotted(module)}.{name}" for s in tree(module).body for name in defined(s)}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname: a.name for a in node.names if a.asname}
    return names


def defined(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives to something."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def mentions(node: ast.AST, names: Mapping[str, str]) -> Iterator[str]:
    """The dotted names that stand in a piece of code."""
    for part in ast.walk(node):
        if isinstance(part, (ast.Name, ast.Attribute)):
            root, _, rest = ast.unparse(part).partition(".")
            yield ".".join(filter(None, (names.get(root, root), rest)))
        elif isinstance(part, ast.ImportFrom):
            yield from (f"{part.module}.{alias.name}" for alias in part.names)


def dotted(module: str) -> str:
    """The name under which a module is imported."""
    return module.removesuffix(".py").replace("/", ".")
