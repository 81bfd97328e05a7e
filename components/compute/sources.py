"""Sources: what Lambda could not import or call is refused at deployment, with file and line."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pulumi

# What Lambda's Python runtime has beside the standard library:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
SDK = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}


class SourceError(pulumi.RunError, ValueError):
    """A handler's source that Lambda could not run; the message names file, line and what to do."""


@dataclass(frozen=True)
class Import:
    """One imported module, or what may be one: the ``name`` of ``from base import name``.

    ``optional`` ones are for type checkers, or their ``ImportError`` is handled.
    """

    name: str
    base: str
    line: int
    optional: bool

    @property
    def top(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]


@cache
def imports_of(path: str, file: str, changed: int) -> tuple[Import, ...]:
    """Every import of a file, at its top or inside a function; ``file`` is its path from the root
    and ``changed`` its time. Raises ``SourceError`` for text that is no Python.
    """
    return tuple(_imports(parsed(path, file), file, optional=False))


def parsed(path: str, file: str) -> ast.Module:
    """The syntax tree of a file; raises ``SourceError``."""
    try:
        return ast.parse(Path(path).read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise SourceError(f"{file}:{error.lineno}: {error.msg}") from None


def check_imports(
    imports: tuple[Import, ...], root: Path, own: set[str], provided: set[str] | None, file: str
) -> None:
    """Raise ``SourceError`` for a module that is neither below the root nor on Lambda.

    ``own`` are the top names below the root. ``provided`` are those that layers hold, or None if
    that is not known: then only modules below the root are looked for.
    """
    for each in imports:
        if each.optional:
            continue
        if each.top in own:
            if not _is_there(root, each):
                raise SourceError(f"{file}:{each.line}: there is no module {each.base} in {root}")
        elif provided is not None and each.top not in {*sys.stdlib_module_names, *SDK, *provided}:
            raise SourceError(
                f"{file}:{each.line}: Lambda has no module {each.top}; put it into {root}, or "
                "into a layer of the function"
            )


def check_handler(handler: str, path: str, file: str) -> None:
    """Raise ``SourceError`` if a handler's module does not define its function."""
    name = handler.rpartition(".")[2]
    defined = dict(_defined(parsed(path, file)))
    if name not in defined:
        near = get_close_matches(name, defined, 1)
        hint = f"; near it is {near[0]} in line {defined[near[0]]}" if near else ""
        raise SourceError(f"{file}:1: handler {handler}: it defines no {name}{hint}")


def _is_there(root: Path, each: Import) -> bool:
    """Whether the module exists. Packages travel without their ``__init__.py``, so that what is
    imported from one must be a module.
    """
    base, name = (f"{root}/{dotted.replace('.', '/')}" for dotted in (each.base, each.name))
    return os.path.isfile(f"{base}.py") or os.path.isfile(f"{name}.py") or os.path.isdir(name)


def _imports(node: ast.AST, file: str, optional: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, alias.name, node.lineno, optional)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, file)
        for alias in node.names:
            name = base if alias.name == "*" else f"{base}.{alias.name}"
            yield Import(name, base, node.lineno, optional)
    else:
        spared = {id(each) for each in _spared(node)}
        for child in ast.iter_child_nodes(node):
            yield from _imports(child, file, optional or id(child) in spared)


def _spared(node: ast.AST) -> list[ast.stmt]:
    """The statements below a node whose imports may be missing at run time."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return node.body
    if isinstance(node, ast.Try):
        handled = " ".join(ast.unparse(each.type) for each in node.handlers if each.type)
        if "ImportError" in handled or "ModuleNotFoundError" in handled:
            return node.body
    return []


def _absolute(node: ast.ImportFrom, file: str) -> str:
    """The full name of the module that is imported from."""
    if not node.level:
        return node.module or ""
    package = file.split("/")[:-1]
    kept = len(package) - node.level + 1
    if kept < 1:
        dots = "." * node.level + (node.module or "")
        raise SourceError(
            f"{file}:{node.lineno}: the relative import of {dots} leads out of the code; import "
            "the module by its full name"
        )
    return ".".join([*package[:kept], *([node.module] if node.module else [])])


def _defined(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The names at the top of a module, with their lines."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name, node.lineno) for alias in node.names)
        else:
            yield from (
                (each.id, each.lineno)
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            )
