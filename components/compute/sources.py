"""Sources: what Lambda could not import or call is refused at deployment, with file and line."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

import pulumi

# What Lambda's Python runtime has beside the standard library:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
SDK = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}

# What is a statement or holds some: no import is in an expression.
STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)


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

    @cached_property
    def top(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Source:
    """A file of code: every import, at its top or inside a function, and the names that its top
    defines, each with its line.
    """

    imports: tuple[Import, ...]
    defined: Mapping[str, int]


@cache
def source_of(path: str, file: str, changed: int) -> Source:
    """What a file has; ``file`` is its path from the root and ``changed`` its time. Raises
    ``SourceError`` for text that is no Python.
    """
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise SourceError(f"{file}:{error.lineno}: {error.msg}") from None
    return Source(tuple(_imports(tree, file, optional=False)), dict(_defined(tree)))


def on_lambda(provided: Collection[str]) -> frozenset[str]:
    """The top names of all modules that a function has beside its own: ``provided`` is what its
    layers hold.
    """
    return sys.stdlib_module_names | SDK | frozenset(provided)


def check_imports(
    sources: Mapping[str, Source], root: Path, own: Set[str], others: Set[str] | None
) -> None:
    """Raise ``SourceError`` for a module that is neither below the root nor on Lambda.

    ``sources`` are the files of an archive by their paths from the root. ``own`` are the top names
    below the root. ``others`` are those ``on_lambda``, or None if it is not known what layers hold:
    then only modules below the root are looked for.
    """
    required = (
        (file, each)
        for file, source in sources.items()
        for each in source.imports
        if not each.optional
    )
    for file, each in required:
        if each.top in own:
            if not _is_there(sources, root, each):
                raise SourceError(f"{file}:{each.line}: there is no module {each.base} in {root}")
        elif others is not None and each.top not in others:
            raise SourceError(
                f"{file}:{each.line}: Lambda has no module {each.top}; put it into {root}, or "
                "into a layer of the function"
            )


def check_handler(handler: str, source: Source, file: str) -> None:
    """Raise ``SourceError`` if a handler's module does not define its function."""
    name, defined = handler.rpartition(".")[2], source.defined
    if name not in defined:
        near = get_close_matches(name, defined, 1)
        hint = f"; near it is {near[0]} in line {defined[near[0]]}" if near else ""
        raise SourceError(f"{file}:1: handler {handler}: it defines no {name}{hint}")


def _is_there(sources: Mapping[str, Source], root: Path, each: Import) -> bool:
    """Whether the module exists. Packages travel without their ``__init__.py``, so that what is
    imported from one must be a module.
    """
    if file_of(each.base) in sources or file_of(each.name) in sources:
        return True
    return os.path.isdir(root / each.name.replace(".", "/"))


def file_of(module: str) -> str:
    """The path of a module from the root of the code."""
    return module.replace(".", "/") + ".py"


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
            if isinstance(child, STATEMENTS):
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
