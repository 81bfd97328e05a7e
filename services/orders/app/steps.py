"""The steps table: for each step of a saga that waits for an answer, the token to end the wait."""

from __future__ import annotations

import time

from runtime.dynamodb.table import Table
from runtime.environment import environment

steps = Table(environment("STEPS_TABLE"))

# Longer than any step may wait and any answer may lie in a queue, so that none comes to nobody.
KEPT_SECONDS = 30 * 24 * 60 * 60


def keep(order_id: str, step: str, token: str) -> None:
    """A step that is tried again has a new token; whoever answers the old request answers it."""
    steps.put(
        {
            "orderId": order_id,
            "step": step,
            "token": token,
            "ttl": int(time.time()) + KEPT_SECONDS,
        }
    )


def token_of(order_id: str, step: str) -> str | None:
    """The token of a step, if its saga has ever asked for it."""
    found = steps.get({"orderId": order_id, "step": step})
    return str(found["token"]) if found else None
