"""The page on idempotency keys names every kind of record, and every one that it names exists."""

from __future__ import annotations

import ast
import re

from settings import ROOT
from tests.docs.pages import text

PAGE = ROOT / "docs" / "idempotency.md"
NAMED = re.compile(r"^\| `([\w<>-]+)` \|", re.MULTILINE)


def kinds() -> set[str]:
    """The kinds of records that services and the runtime write."""
    found = set()
    for path in (*ROOT.glob("services/*/app/*.py"), *ROOT.glob("runtime/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("run_once", "once_for"):
                found.add(named(node.args[0]))
    return found - {"kind"}


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
