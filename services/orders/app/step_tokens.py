"""The steps table: the task token of each step of a saga, by which its answer ends the wait."""

from __future__ import annotations

import time
from dataclasses import dataclass

from runtime.dynamodb.rows import from_item, to_item
from runtime.dynamodb.table import Table
from runtime.environment import environment

steps = Table(environment("STEPS_TABLE"))

# Longer than a step waits and a queue retains its answer, so that every answer finds its token.
RETENTION_SECONDS = 30 * 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class StepToken:
    """A row of the steps table; DynamoDB deletes it at ``ttl``, in seconds since 1970."""

    order_id: str
    step: str
    token: str
    ttl: int


def put(order_id: str, step: str, token: str) -> None:
    """Store the token of a step; a step that is retried has a new one, which replaces the old."""
    ttl = int(time.time()) + RETENTION_SECONDS
    steps.put(to_item(StepToken(order_id=order_id, step=step, token=token, ttl=ttl)))


def token_of(order_id: str, step: str) -> str | None:
    """The token of a step, or None if its saga has not requested it."""
    found = steps.get({"orderId": order_id, "step": step})
    return None if found is None else from_item(StepToken, found).token
