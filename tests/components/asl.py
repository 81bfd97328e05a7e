"""States to test with: a task that asks for nothing real."""

from __future__ import annotations

from typing import Any

from components.access import Access
from components.workflow.errors import LAMBDA_UNAVAILABLE
from components.workflow.integrations import Integration
from components.workflow.states import Task


def asks(name: str, **changes: Any) -> Integration:
    """A call of a function that is not there."""
    given = {
        "resource": f"arn:aws:lambda:eu-west-1:123456789012:function:{name}",
        "uses": (Access(actions=("lambda:InvokeFunction",), resources=(f"arn:{name}",)),),
        "transient": LAMBDA_UNAVAILABLE,
    }
    return Integration(**{**given, **changes})


def task(name: str, **changes: Any) -> Task:
    """A task that calls the function of its name."""
    return Task(name, **{"does": asks(name), "timeout": 30, **changes})
