"""Cases: orders that succeed or fail, and what must be left of each in every service."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from cli.shop.client import Shop
from contracts.orders import Mode
from tests.flows.shopping import (
    available,
    payment_of,
    placed,
    settled,
    shipment_of,
    stocked,
    until,
)

MODES: tuple[Mode, ...] = ("choreography", "saga")
STOCK = 5

# Places the order in a body with a token; returns its id.
Place: TypeAlias = Callable[[str, dict[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class Case:
    """An order, and what must be left of it in every service once all is said."""

    name: str
    ends: str
    quantity: int = 2
    body: dict[str, Any] = field(default_factory=dict)
    transfer: str | None = None
    reason: str | None = None
    stock: int = STOCK
    payment: str | None = None
    shipment: str | None = None


ALL = [
    Case(
        name="nothing fails",
        ends="CONFIRMED",
        stock=STOCK - 2,
        payment="COMPLETED",
        shipment="BOOKED",
    ),
    Case(
        name="more is wanted than there is",
        quantity=STOCK + 1,
        ends="CANCELLED",
        reason="item-",
    ),
    Case(
        name="the card is declined",
        body={"paymentMethod": "card-declined"},
        ends="CANCELLED",
        reason="the card was declined",
        payment="FAILED",
    ),
    Case(
        name="no carrier goes there",
        body={"shipTo": "AQ"},
        ends="CANCELLED",
        reason="does not serve AQ",
        payment="REFUNDED",
        shipment="FAILED",
    ),
    Case(
        name="the bank refuses the transfer",
        body={"paymentMethod": "transfer"},
        transfer="refused",
        ends="CANCELLED",
        reason="refused",
        payment="FAILED",
    ),
    Case(
        name="the transfer arrives",
        body={"paymentMethod": "transfer"},
        transfer="received",
        ends="CONFIRMED",
        stock=STOCK - 2,
        payment="COMPLETED",
        shipment="BOOKED",
    ),
]
CASES = {case.name: case for case in ALL}


@dataclass(frozen=True, kw_only=True)
class Result:
    """An order that has ended, with what it took."""

    item: str
    token: str
    order: Any


class Counter:
    """Orders of one mode, each by a customer of its own, with their outcomes by the name of a case.

    ``place`` places an order with a token and returns its id; without one, by ``POST /orders``, in
    the mode that the stage gives to new orders.
    """

    def __init__(self, shop: Shop, agent: str, mode: Mode, place: Place | None = None) -> None:
        self.shop, self.agent, self.mode = shop, agent, mode
        self.place: Place = place or partial(placed, shop)
        self.results: dict[str, Result] = {}

    def result(self, name: str) -> Result:
        """The order of a case, placed and followed to its end the first time it is asked for."""
        if name not in self.results:
            self.results[name] = self._ordered(CASES[name])
        return self.results[name]

    def _ordered(self, case: Case) -> Result:
        shop, token = self.shop, self.shop.sign_in(f"{self.mode}-{uuid.uuid4().hex[:8]}")
        item = stocked(shop, self.agent, STOCK)
        body = {"lines": [{"itemId": item, "quantity": case.quantity}], **case.body}
        order = self.place(token, body)
        if case.transfer:
            self._settle(order, case.transfer)
        ended = settled(shop, token, order)
        return Result(item=item, token=token, order=ended)

    def _settle(self, order: str, outcome: str) -> None:
        """Say what became of a transfer, until it is recorded; it counts once."""
        shop, agent, path = self.shop, self.agent, f"/payments/{order}/transfer"

        def recorded() -> str | None:
            shop.request("POST", "payments", path, agent, {"outcome": outcome})
            return payment_of(shop, agent, order)

        until(lambda: payment_of(shop, agent, order), lambda status: status == "PENDING")
        until(recorded, lambda status: status != "PENDING")

    def left_of(self, result: Result) -> dict[str, Any]:
        """What every service says of an order."""
        order, shop, agent = result.order["orderId"], self.shop, self.agent
        found = shop.request("GET", "orders", f"/orders/{order}", result.token)
        return {
            "ends": found["status"],
            "reason": found.get("reason"),
            "stock": available(shop, result.item),
            "payment": payment_of(shop, agent, order),
            "shipment": shipment_of(shop, agent, order),
        }

    def notices(self, result: Result) -> list[Any]:
        return list(self.shop.request("GET", "notifications", "/notices", result.token)["notices"])


def wanted_of(case: Case, result: Result) -> dict[str, Any]:
    """What every service must say of an order, once all is said."""
    return {
        "ends": case.ends,
        "reason": result.order.get("reason"),
        "stock": case.stock,
        "payment": case.payment,
        "shipment": case.shipment,
    }


def check_end(counter: Counter, case: Case) -> None:
    """An order ends as its case says, and all services agree on it."""
    result = counter.result(case.name)
    wanted = wanted_of(case, result)
    assert until(lambda: counter.left_of(result), lambda left: left == wanted) == wanted
    assert result.order["mode"] == counter.mode
    assert (case.reason or "") in result.order.get("reason", "")
    assert ("reason" in result.order) is (case.reason is not None)
    assert case.ends.lower() in result.order["timeline"]
