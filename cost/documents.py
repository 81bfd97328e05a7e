"""Documents: JSON in inputs of resources, which no plan knows before what it names is deployed.

The engine writes a text of its own in place of such a value, and another in place of a secret.
"""

from __future__ import annotations

import json
from typing import Any

from cost.kinds import MACHINE, ROLE_POLICY, RULE, SCHEDULE
from cost.stack import Resource

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = "[secret]"

# What is read of a document: of a schedule's target only whom it calls.
READ = {ROLE_POLICY: "policy", RULE: "eventPattern", MACHINE: "definition", SCHEDULE: "target"}


def hidden(value: Any) -> bool:
    """Whether a value, or a part of it, is not known or secret."""
    if isinstance(value, str):
        return UNKNOWN in value or value == SECRET
    if isinstance(value, dict):
        return any(map(hidden, value.values()))
    return isinstance(value, list) and any(map(hidden, value))


def read(text: str) -> Any | None:
    """A document; None where it is not known."""
    return None if hidden(text) else json.loads(text)


def is_hidden(resource: Resource) -> bool:
    """Whether what the flow of events reads of a resource is not known."""
    value = resource.inputs.get(READ.get(resource.type, ""))
    return hidden(value["arn"] if resource.type == SCHEDULE and value else value)
