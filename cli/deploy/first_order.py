"""First order: signs a customer in, stocks an item, orders it and polls until confirmed."""

from __future__ import annotations

import time
import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Any

from cli.shop.client import HttpError, Shop
from cli.shop.sign_in import AGENTS
from local.checkout import LocalError

ITEM = "first-item"
PRICE_CENTS = 1295
# How long a step may take; a machine with other work takes more for all of them.
STEP_WITHIN_SECONDS = 30
POLL_SECONDS = 0.1
RETRY_SECONDS = 1
STEPS = ("placed", "reserved", "paid", "shipped", "confirmed", "cancelled")


def place(stage: str, region: str, endpoint: str) -> None:
    """Run one order through the stage and print each step; raises ``LocalError`` if it fails."""
    shop = Shop(stage, region, endpoint)
    agent, customer = shop.sign_in("first-agent", AGENTS), shop.sign_in("first-customer")
    item = {"name": "A first item", "priceCents": PRICE_CENTS}
    shop.request("PUT", "catalog", f"/items/{ITEM}", agent, item)
    delivery = {"deliveryId": str(uuid.uuid4()), "lines": [{"itemId": ITEM, "quantity": 10}]}
    shop.request("POST", "inventory", "/deliveries", agent, delivery)
    order = {"lines": [{"itemId": ITEM, "quantity": 2}], "paymentMethod": "card"}
    started = time.monotonic()
    placed = _placed(shop, order, customer, started)
    print(f"\nfirst order {placed['orderId']}: {placed['totalCents'] / 100:.2f}")
    finished = _follow(shop, placed["orderId"], customer)
    if finished["status"] != "CONFIRMED":
        raise LocalError(f"the first order was not confirmed: {finished.get('reason', finished)}")


def _placed(shop: Shop, order: dict[str, Any], token: str, started: float) -> Any:
    """Place an order, again while its service cannot reach another: it caches addresses for some
    seconds, and the other may have just got a new one. The key makes all tries one order.
    """
    key = str(uuid.uuid4())
    while True:
        try:
            return shop.request("POST", "orders", "/orders", token, order, Idempotency_Key=key)
        except HttpError as error:
            waited = time.monotonic() - started
            if error.status != HTTPStatus.SERVICE_UNAVAILABLE or waited > STEP_WITHIN_SECONDS:
                raise
        time.sleep(RETRY_SECONDS)


def _follow(shop: Shop, order: str, token: str) -> Any:
    """Poll an order until it is settled, printing each step when it is first seen."""
    printed, last = set[str](), time.monotonic()
    while True:
        found = shop.request("GET", "orders", f"/orders/{order}", token)
        timeline = found.get("timeline", {})
        for step in STEPS:
            if step in timeline and step not in printed:
                printed.add(step)
                last = time.monotonic()
                print(f"  {step:<10} {_after(timeline, step)}", flush=True)
        if found["status"] in ("CONFIRMED", "CANCELLED"):
            return found
        if time.monotonic() - last > STEP_WITHIN_SECONDS:
            raise LocalError(
                f"the first order is still {found['status']}, {STEP_WITHIN_SECONDS} s after its "
                "last step; see the emulator's log"
            )
        time.sleep(POLL_SECONDS)


def _after(timeline: dict[str, str], step: str) -> str:
    """When a step was taken, and how long after the order was placed."""
    moment = datetime.fromisoformat(timeline[step])
    seconds = (moment - datetime.fromisoformat(timeline["placed"])).total_seconds()
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}  +{seconds:.2f} s"
