"""Transport: the emulator speaks plain HTTP, so a statement that demands TLS would refuse everyone.

Such statements stay in the state as they were given; the emulator gets the policy without them.
"""

from __future__ import annotations

import json
from typing import Any


def sendable(policy: str) -> str:
    """The policy without the statements that deny whatever does not come over TLS."""
    document = json.loads(policy)
    statements = document.get("Statement", [])
    kept = [one for one in _listed(statements) if not _demands_tls(one)]
    return json.dumps({**document, "Statement": kept})


def as_given(seen: str, given: str | None) -> str:
    """The policy that a program gave, if the emulator holds what was sent of it; else its own."""
    if given and json.loads(sendable(given)) == json.loads(seen):
        return given
    return seen


def _listed(statements: Any) -> list[Any]:
    return statements if isinstance(statements, list) else [statements]


def _demands_tls(statement: Any) -> bool:
    demand = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    return statement.get("Effect") == "Deny" and str(demand).lower() == "false"
