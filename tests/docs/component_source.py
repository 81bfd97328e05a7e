"""The catalogue as its source describes it: components, their arguments, attributes and grants."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from settings import ROOT
from tests.source import components, modules, tree

SHARED = ("components/defaults.py", "components/access.py")


@dataclass(frozen=True)
class Field:
    """One argument: its type and default as they are written, and what it is for."""

    name: str
    type: str
    default: str
    description: str


@cache
def areas() -> tuple[str, ...]:
    """The folders of the catalogue."""
    return tuple(sorted({module.split("/")[1] for module, _ in components().values()}))


def of_area(area: str) -> dict[str, tuple[str, ast.ClassDef]]:
    """The components of one area by name, with their modules."""
    inside = f"components/{area}/"
    return {name: at for name, at in sorted(components().items()) if at[0].startswith(inside)}


def options(*places: str) -> dict[str, tuple[str, ast.ClassDef]]:
    """The dataclasses that a program fills in, by name: those with a described field."""
    found = [module for place in places for module in modules("components") if place in module]
    return {
        node.name: (module, node)
        for module in found
        for node in tree(module).body
        if isinstance(node, ast.ClassDef)
        and any("dataclass" in ast.unparse(each) for each in node.decorator_list)
        and any(described(node).values())
    }


def fields(module: str, node: ast.ClassDef) -> list[Field]:
    """The arguments of a dataclass in the order in which they are written."""
    kind = getattr(importlib.import_module(dotted(module)), node.name)
    defaults = {field.name: default_of(field) for field in dataclasses.fields(kind)}
    said = described(node)
    return [
        Field(each.target.id, ast.unparse(each.annotation), defaults[each.target.id], text)
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        for text in [said[each.target.id]]
    ]


def default_of(field: dataclasses.Field[Any]) -> str:
    """A default as a reader would write it; nothing for an argument that must be given."""
    if field.default is not dataclasses.MISSING:
        # A class such as Defaults lists all of its own.
        return re.sub(r"^(\w+)\(.*\)$", r"\1()", repr(field.default), flags=re.DOTALL)
    if field.default_factory is not dataclasses.MISSING:
        return repr(field.default_factory())
    return ""


def described(node: ast.ClassDef) -> dict[str, str]:
    """The text below each annotated name of a class; empty where there is none."""
    found = {}
    for each, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            value = below.value if isinstance(below, ast.Expr) else None
            text = value.value if isinstance(value, ast.Constant) else ""
            found[each.target.id] = plain(text if isinstance(text, str) else "")
    return found


def attributes(node: ast.ClassDef) -> list[tuple[str, str]]:
    """The public attributes of a component, with their types."""
    return [
        (each.target.id, ast.unparse(each.annotation))
        for each in node.body
        if isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and not each.target.id.startswith("_")
    ]


def grants(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """The methods that return ``Access``, those of its grants too: how they are called, and why."""
    for owner in (node, *bases(node)):
        for each in owner.body:
            if not isinstance(each, ast.FunctionDef) or each.name.startswith("_"):
                continue
            if each.returns is not None and "Access" in ast.unparse(each.returns):
                yield signature(each), plain(ast.get_docstring(each) or "")


def aliases() -> Iterator[tuple[str, str]]:
    """The names that types of arguments have, with what they stand for."""
    for module in modules("components"):
        for node in tree(module).body:
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
                yield ast.unparse(node.target), ast.unparse(node.value or node.target).strip("'")


def bases(node: ast.ClassDef) -> list[ast.ClassDef]:
    """The classes of the catalogue that a component inherits from."""
    names = {ast.unparse(base) for base in node.bases}
    return [
        other
        for module in modules("components")
        for other in tree(module).body
        if isinstance(other, ast.ClassDef) and other.name in names
    ]


def signature(function: ast.FunctionDef) -> str:
    """A call without ``self`` and types: ``publish(variable=None)``."""
    given = function.args
    first = [each.arg for each in given.args if each.arg != "self"]
    last = [ast.unparse(each) for each in given.defaults]
    plain_names, with_default = first[: len(first) - len(last)], first[len(first) - len(last) :]
    words = [*plain_names, *map("{}={}".format, with_default, last)]
    words += [f"*{given.vararg.arg}"] if given.vararg else []
    for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        words.append(each.arg if default is None else f"{each.arg}={ast.unparse(default)}")
    return f"{function.name}({', '.join(words)})"


def plain(text: str) -> str:
    """A docstring as one line of Markdown."""
    return re.sub(r"\s+", " ", text.replace("``", "`")).strip()


def dotted(module: str) -> str:
    """A path as it is imported."""
    return module.removesuffix(".py").replace("/", ".")


def docstring_of(module: str) -> str:
    """What a module or package says of itself."""
    return ast.get_docstring(ast.parse((ROOT / module).read_text(encoding="utf-8"))) or ""
