"""The tables of all services, as their ``infrastructure.py`` makes them: read from the source, so
that a handler's test loads no infrastructure.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from settings import ROOT

KEYS_OF = ("key", "sort")


@dataclass
class DeclaredTable:
    """A table: its keys, and those of its indexes by name."""

    keys: tuple[str, ...]
    indexes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def declared() -> dict[str, DeclaredTable]:
    """Every table by the environment variable in which functions find it."""
    return {
        variable: table
        for file in sorted(ROOT.glob("services/*/infrastructure.py"))
        for variable, table in _in_module(ast.parse(file.read_text(encoding="utf-8")))
    }


def _in_module(module: ast.Module) -> Iterator[tuple[str, DeclaredTable]]:
    """``items = service.table("items", TableArgs(...))``, then ``items.read("ITEMS_TABLE")``."""
    values = {
        node.targets[0].id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
    }
    tables = {
        name: _table(call.args[1], values)
        for name, call in values.items()
        if ast.unparse(call.func) == "service.table"
    }
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) in tables
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.args[0].value, tables[ast.unparse(node.func.value)]


def _table(args: ast.expr, values: dict[str, ast.Call]) -> DeclaredTable:
    assert isinstance(args, ast.Call), f"the arguments of a table are not made there: {args}"
    given = {keyword.arg: keyword.value for keyword in args.keywords}
    indexes = [values[ast.unparse(each)] for each in getattr(given.get("indexes"), "elts", ())]
    texts = [_texts(index) for index in indexes]
    return DeclaredTable(_keys(_texts(args)), {each["name"]: _keys(each) for each in texts})


def _keys(texts: dict[str, str]) -> tuple[str, ...]:
    return tuple(texts[key] for key in KEYS_OF if key in texts)


def _texts(call: ast.Call) -> dict[str, str]:
    """The arguments of a call that are written there as text."""
    return {
        str(keyword.arg): keyword.value.value
        for keyword in call.keywords
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    }
