"""The page on idempotency keys names every kind of record, and every one that it names exists."""

from __future__ import annotations

import ast
import re

from settings import ROOT
from tests.docs.pages import text

PAGE = ROOT / "docs" / "idempotency.md"
NAMED = re.compile(r"^\| `([\w<>-]+)` \|", re.MULTILINE)


def kinds() -> set[str]:
    """The kinds of records that services and the runtime write; a kind that is a variable has the
    values that its module gives it, and none where a caller gives it.
    """
    found = set()
    for path in (*ROOT.glob("services/*/app/*.py"), *ROOT.glob("runtime/**/*.py")):
        module = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("run_once", "once_for"):
                kind = node.args[0]
                found |= given(module, kind.id) if isinstance(kind, ast.Name) else {named(kind)}
    return found


def given(module: ast.Module, name: str) -> set[str]:
    """The texts that a module assigns to a variable, alone or with others."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))
            else:
                pairs = [(target, value)]
            found |= {named(each) for to, each in pairs if ast.unparse(to) == name}
    return found


def named(kind: ast.expr) -> str:
    """The kind as the page writes it: what is not constant in angle brackets."""
    if isinstance(kind, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else "<name>" for part in kind.values
        ]
        return "".join(parts)
    return kind.value if isinstance(kind, ast.Constant) else ast.unparse(kind)


def test_the_page_has_every_kind_of_record_and_no_other():
    assert sorted(NAMED.findall(text(PAGE))) == sorted(kinds())
