"""What the sources of a service show, without a program: files, tests, examples."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from microservice.card import Card
from settings import ROOT
from tests.docs.examples import EXAMPLES
from tests.service_check.missing import Missing
from tests.source import imports, modules, tree


def files(service: str) -> Iterator[Missing]:
    """The two files that make a folder a service."""
    for file, what in (("__init__.py", "CARD"), ("infrastructure.py", "define")):
        path = f"services/{service}/{file}"
        names = _names(path) if (ROOT / path).is_file() else set()
        if what not in names:
            yield Missing("files", f"{path} has no {what}", f"write {what} there")


def tests(service: str) -> Iterator[Missing]:
    """Every entry point is imported by a test of services."""
    imported = {name for module in modules("tests/services") for name in imports(module)}
    for entry in entries(service):
        dotted = entry.removesuffix(".py").replace("/", ".")
        if dotted not in imported:
            yield Missing(
                "tests",
                f"no test imports {entry}",
                f"test its handle in tests/services/test_{service}.py",
            )


def examples(card: Card) -> Iterator[Missing]:
    """Every route of the card has an example for the page of the API, and no other has one."""
    known, file = EXAMPLES.get(card.name, {}), f"tests/docs/examples/{card.name}.py"
    for route in sorted(set(card.routes) - set(known)):
        yield Missing("examples", f"{route} has no example", f"add one to EXAMPLES in {file}")
    for route in sorted(set(known) - set(card.routes)):
        yield Missing(
            "examples", f"{file} has {route}, which is no route of the card", "remove it there"
        )


def entries(service: str) -> list[str]:
    """The modules with a ``handle``, which functions run."""
    found = modules(f"services/{service}/app")
    return [module for module in found if "handle" in _names(module)]


def _names(module: str) -> set[str]:
    """What a module defines at its top."""
    names = set()
    for node in tree(module).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {ast.unparse(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign):
            names.add(ast.unparse(node.target))
    return names
