"""Functions: the Lambda functions of a stage, found by a part of their name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cli.stage.account import Account
from local.checkout import LocalError

SHOWN = 8


def named(account: Account, word: str) -> dict[str, Any]:
    """The configuration of the function with this name, or of the only one whose name begins with
    it; raises ``LocalError`` with those there are.
    """
    pages = account.client("lambda").get_paginator("list_functions").paginate()
    every = {each["FunctionName"]: each for page in pages for each in page["Functions"]}
    found = [name for name in every if name == word] or [
        name for name in every if name.startswith(f"{word}-")
    ]
    if len(found) != 1:
        near = sorted(found or [name for name in every if word in name] or every)
        more = f" and {len(near) - SHOWN} more" if len(near) > SHOWN else ""
        what = "several functions begin with" if found else "no function is called"
        raise LocalError(f"{what} {word}; there are {', '.join(near[:SHOWN])}{more}")
    return dict(every[found[0]])


@dataclass(frozen=True)
class Answer:
    """What an invocation answered: its payload, its error as Lambda names it, the end of its log.

    ``error`` is ``Handled`` or ``Unhandled``, or None for a success.
    """

    payload: Any
    error: str | None
    log: str


def invoke(account: Account, name: str, event: Any) -> Answer:
    """Invoke a function and wait for its answer."""
    from base64 import b64decode

    answer = account.client("lambda").invoke(
        FunctionName=name, Payload=json.dumps(event), LogType="Tail"
    )
    content = answer["Payload"].read() or b"null"
    log = b64decode(answer.get("LogResult", "")).decode(errors="replace")
    return Answer(json.loads(content), answer.get("FunctionError"), log)
