"""What the tests of orders do again and again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from cli.shop.client import HttpError, Shop

SETTLED = ("CONFIRMED", "CANCELLED")
# A worker that starts cold on a busy machine takes seconds; a lost event would take for ever.
WITHIN_SECONDS = 60
# A message that has left one queue may be about to enter the next: that takes 0.3 s, and longer on
# a busy machine, as does a look at all queues.
LOOKS = 10

Answer = TypeVar("Answer")


def stocked(shop: Shop, agent: str, quantity: int, cents: int = 1250) -> str:
    """A new item, at this price, so many times in stock; returns its id."""
    item = f"item-{uuid.uuid4().hex[:8]}"
    shop.request("PUT", "catalog", f"/items/{item}", agent, {"name": "A CD", "priceCents": cents})
    lines = [{"itemId": item, "quantity": quantity}]
    shop.request("POST", "inventory", "/deliveries", agent, {"deliveryId": item, "lines": lines})
    return item


def ordered(shop: Shop, token: str, item: str, quantity: int, **more: Any) -> Any:
    """Place an order and follow it to its end; returns it."""
    body = {"lines": [{"itemId": item, "quantity": quantity}], **more}
    return settled(shop, token, placed(shop, token, body))


def placed(shop: Shop, token: str, body: dict[str, Any]) -> str:
    """Place an order by the API; returns its id."""
    key = str(uuid.uuid4())
    answer = shop.request("POST", "orders", "/orders", token, body, Idempotency_Key=key)
    return str(answer["orderId"])


def settled(shop: Shop, token: str, order: str) -> Any:
    """An order once it is confirmed or cancelled."""
    path = f"/orders/{order}"
    return until(
        lambda: shop.request("GET", "orders", path, token), lambda o: o["status"] in SETTLED
    )


def available(shop: Shop, item: str) -> int:
    """How many of an item may still be ordered."""
    return int(shop.request("GET", "inventory", f"/stock/{item}")["available"])


def until(ask: Callable[[], Answer], good: Callable[[Answer], bool]) -> Answer:
    """Ask until the answer is good; fails with the last answer when that takes too long."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not good(answer := ask()):
        assert time.monotonic() < deadline, f"after {WITHIN_SECONDS} s still {answer}"
        time.sleep(0.1)
    return answer


def payment_of(shop: Shop, agent: str, order: str) -> str | None:
    """The status of an order's payment, if anybody was asked for money."""
    return _status(shop, "payments", f"/payments/{order}", agent)


def shipment_of(shop: Shop, agent: str, order: str) -> str | None:
    """The status of an order's shipment, if a carrier was asked."""
    return _status(shop, "shipping", f"/shipments/{order}", agent)


def quiet(shop: Shop) -> None:
    """Wait until nothing is on its way: every queue is empty, for several looks in a row."""
    sqs, looks = shop.client("sqs"), [0]
    counts = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")

    def waiting() -> int:
        urls = sqs.list_queues().get("QueueUrls", [])
        found = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counts) for url in urls]
        held = sum(int(queue["Attributes"][count]) for queue in found for count in counts)
        looks[0] = 0 if held else looks[0] + 1
        return held

    until(waiting, lambda held: looks[0] == LOOKS)


def _status(shop: Shop, service: str, path: str, token: str) -> str | None:
    try:
        return str(shop.request("GET", service, path, token)["status"])
    except HttpError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise
