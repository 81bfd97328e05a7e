"""Parts: what a row names, as a link from a page in ``docs``; what is nothing is an error."""

from __future__ import annotations

import ast
from functools import cache

from cli.__main__ import COMMANDS
from local.examples import every
from policies import RULES
from settings import ROOT
from tests.source import components


class NoSuchPartError(ValueError):
    """A name that is no component, service, example, rule, command, file or test."""


def link(part: str) -> str:
    """The link to a part; raises ``NoSuchPartError``."""
    return f"[`{part}`]({_target(part)})"


def link_of_test(node: str) -> str:
    """The link to a test by its node, ``tests/file.py::test_name``; raises ``NoSuchPartError``."""
    file, _, name = node.partition("::")
    if not (ROOT / file).is_file():
        raise NoSuchPartError(f"{file} is no file")
    if name not in names_of_tests(file):
        raise NoSuchPartError(f"{file} has no {name or 'test without a name'}")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{file})"


@cache
def names_of_tests(file: str) -> frozenset[str]:
    """The functions of a file that pytest collects."""
    body = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
    names = (node.name for node in body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))


def _target(part: str) -> str:
    if part in components():
        return f"../{components()[part][0]}"
    if (ROOT / "services" / part / "infrastructure.py").is_file():
        return f"../services/{part}"
    if part in _examples():
        return f"../examples/{part}/README.md"
    if part in _rules():
        return f"policies.md#{part}"
    if part.startswith("platform ") and part.removeprefix("platform ") in COMMANDS:
        return "local-stage.md"
    if part and (ROOT / part).exists():
        return part.removeprefix("docs/") if part.startswith("docs/") else f"../{part}"
    raise NoSuchPartError(
        f"{part} is no component, service, example, rule, command or file of the repository"
    )


@cache
def _examples() -> frozenset[str]:
    return frozenset(example.name for example in every())


@cache
def _rules() -> frozenset[str]:
    return frozenset(rule.id for rule in RULES)
