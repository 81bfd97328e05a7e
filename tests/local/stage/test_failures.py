"""What fails, and what is left of it: each failure in both modes, on a deployed stage."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest

from cli.shop import Shop
from contracts.envelope import wrap
from contracts.event import Event
from contracts.inventory import InventoryReserved
from contracts.orders import Mode
from contracts.payments import PaymentCompleted
from contracts.shipping import ShipmentBooked
from tests.local.deployed import Deployed
from tests.local.shopping import (
    available,
    payment_of,
    quiet,
    settled,
    shipment_of,
    stocked,
    until,
)

Note: TypeAlias = Callable[[str], None]
MODES: tuple[Mode, ...] = ("choreography", "saga")
STOCK = 5
COLUMNS = "{:<13} {:<34} {:<10} {:>5} {:<10} {:<10} {:>7} {}"


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
    """A user who orders in one mode of the stage, with the outcome of each order."""

    def __init__(self, shop: Shop, agent: str, mode: Mode) -> None:
        self.shop, self.agent, self.mode = shop, agent, mode
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
        key = str(uuid.uuid4())
        placed = shop.request("POST", "orders", "/orders", token, body, Idempotency_Key=key)
        if case.transfer:
            self._settle(placed["orderId"], case.transfer)
        ended = settled(shop, token, placed["orderId"])
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

    def publish(self, *events: Event) -> None:
        """Say something on the bus as if a service had."""
        bus = self.shop.parameter("platform", "bus-name")
        self.shop.client("events").put_events(
            Entries=[
                {
                    "EventBusName": bus,
                    "Source": event.source,
                    "DetailType": event.detail_type,
                    "Detail": json.dumps(wrap(event, "published-again")),
                }
                for event in events
            ]
        )
        quiet(self.shop)


@pytest.fixture(scope="module", params=MODES)
def counter(
    request: pytest.FixtureRequest, deployed: Deployed, shop: Shop, agent: str
) -> Iterator[Counter]:
    """A stage whose new orders get through in one mode, while those of the other may end."""
    others = [mode for mode in MODES if mode != request.param]
    plain, chosen = "    mfa:", f"    order_modes: [{request.param}, {others[0]}]\n    mfa:"
    deployed.checkout.edit("Pulumi.local.yaml", plain, chosen)
    up = deployed.checkout.platform("up")
    assert up.returncode == 0, up.stdout
    counter = Counter(shop, agent, request.param)
    yield counter
    deployed.checkout.edit("Pulumi.local.yaml", chosen, plain)


@pytest.mark.parametrize("case", ALL, ids=list(CASES))
def test_an_order_ends_as_it_must_and_every_service_agrees(counter: Counter, case: Case) -> None:
    result = counter.result(case.name)
    wanted = {
        "ends": case.ends,
        "reason": result.order.get("reason"),
        "stock": case.stock,
        "payment": case.payment,
        "shipment": case.shipment,
    }
    assert until(lambda: counter.left_of(result), lambda left: left == wanted) == wanted
    assert result.order["mode"] == counter.mode
    assert (case.reason or "") in result.order.get("reason", "")
    assert ("reason" in result.order) is (case.reason is not None)
    assert case.ends.lower() in result.order["timeline"]


def test_every_customer_is_notified_once_of_the_end_of_an_order(
    counter: Counter, note: Note
) -> None:
    results = {name: counter.result(name) for name in CASES}
    quiet(counter.shop)
    for name, result in results.items():
        [notice] = counter.notices(result)
        assert notice["orderId"] == result.order["orderId"], name
        assert notice["kind"] == f"Order{result.order['status'].capitalize()}"
    note(table(counter))


@pytest.mark.parametrize("name", ["nothing fails", "no carrier goes there"])
def test_an_event_that_comes_twice_or_late_changes_nothing(counter: Counter, name: str) -> None:
    result = counter.result(name)
    before, order = counter.left_of(result), result.order
    about = {"order_id": order["orderId"], "mode": counter.mode}
    whose = {"user_id": order["userId"], "units": order["units"], "ship_to": order["shipTo"]}
    total = order["totalCents"]
    reserved = InventoryReserved(
        **about, **whose, total_cents=total, payment_method=order["paymentMethod"]
    )
    paid = PaymentCompleted(**about, **whose, total_cents=total)
    counter.publish(paid, reserved, reserved, paid)
    assert counter.left_of(result) == before
    assert len(counter.notices(result)) == 1


def test_news_of_an_order_that_has_ended_does_not_open_it_again(counter: Counter) -> None:
    result = counter.result("the card is declined")
    before, order = counter.left_of(result), result.order["orderId"]
    booked = ShipmentBooked(
        order_id=order,
        user_id=result.order["userId"],
        parcels=(f"{order}-1",),
        mode=counter.mode,
    )
    counter.publish(booked)
    assert counter.left_of(result) == before
    assert len(counter.notices(result)) == 1


def table(counter: Counter) -> str:
    """Failures and outcomes, as a table at the end of the tests."""
    rows = [("mode", "what fails", "order", "stock", "payment", "shipment", "notices", "reason")]
    for name, result in counter.results.items():
        left = {**counter.left_of(result), "notices": len(counter.notices(result))}
        shown = [left[key] for key in ("ends", "stock", "payment", "shipment", "notices", "reason")]
        rows.append((counter.mode, name, *("-" if value is None else value for value in shown)))
    return "\n".join(COLUMNS.format(*row).rstrip() for row in rows)
