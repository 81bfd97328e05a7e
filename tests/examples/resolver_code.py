"""Resolver code: the JavaScript of the examples, run by itself and held against the linter."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from settings import ROOT
from tests.aws.node_packages import run

# What components/graphql/sources.py puts behind code that mentions it.
CONSTANTS = {"BASE_PATH": "/live", "TABLE_NAME": "table", "WORKFLOW_ARN": "arn:aws:states"}


def files() -> list[Path]:
    """The resolvers and functions of every example and service."""
    found = [*ROOT.glob("examples/*/resolvers/*.js"), *ROOT.glob("services/*/resolvers/*.js")]
    return sorted(found)


def filled(code: str) -> str:
    """The code with those constants behind it that it mentions, as it is deployed."""
    used = {name: value for name, value in CONSTANTS.items() if re.search(rf"\b{name}\b", code)}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in used.items()]
    return "\n".join([code, *lines])


def against(code: dict[str, str]) -> dict[str, list[str]]:
    """What AWS's own linter has against each code, by name."""
    given = {name: {"code": filled(text), "globals": []} for name, text in code.items()}
    found: dict[str, list[str]] = run("appsync_lint.js", given)
    return found


def answers(code: Path | str, *cases: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What the handlers of a file or a text answer: ``(handler, context)`` each."""
    code = filled(code.read_text(encoding="utf-8") if isinstance(code, Path) else code)
    given = [{"code": code, "handler": handler, "ctx": context} for handler, context in cases]
    found: list[dict[str, Any]] = run("appsync_run.js", given)
    return found
