"""What the tests of orders do again and again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from cli.shop import Shop

SETTLED = ("CONFIRMED", "CANCELLED")
# A worker that starts cold on a busy machine takes seconds; a lost event would take for ever.
WITHIN_SECONDS = 60

Answer = TypeVar("Answer")


def stocked(shop: Shop, agent: str, quantity: int, cents: int = 1250) -> str:
    """A new item, at this price, so many times in stock; returns its id."""
    item = f"item-{uuid.uuid4().hex[:8]}"
    shop.ask("PUT", "catalog", f"/items/{item}", agent, {"name": "A CD", "priceCents": cents})
    lines = [{"itemId": item, "quantity": quantity}]
    shop.ask("POST", "inventory", "/deliveries", agent, {"deliveryId": item, "lines": lines})
    return item


def ordered(shop: Shop, token: str, item: str, quantity: int, **more: Any) -> Any:
    """Place an order and follow it to its end; returns it."""
    body = {"lines": [{"itemId": item, "quantity": quantity}], **more}
    placed = shop.ask("POST", "orders", "/orders", token, body, Idempotency_Key=str(uuid.uuid4()))
    return settled(shop, token, placed["orderId"])


def settled(shop: Shop, token: str, order: str) -> Any:
    """An order once it is confirmed or cancelled."""
    path = f"/orders/{order}"
    return until(lambda: shop.ask("GET", "orders", path, token), lambda o: o["status"] in SETTLED)


def available(shop: Shop, item: str) -> int:
    """How many of an item may still be ordered."""
    return int(shop.ask("GET", "inventory", f"/stock/{item}")["available"])


def until(ask: Callable[[], Answer], good: Callable[[Answer], bool]) -> Answer:
    """Ask until the answer is good; fails with the last answer when that takes too long."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not good(answer := ask()):
        assert time.monotonic() < deadline, f"after {WITHIN_SECONDS} s still {answer}"
        time.sleep(0.1)
    return answer
