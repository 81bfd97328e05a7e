"""What fails, and what is left of it: each failure in both modes, on a deployed stage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from cli.shop.client import Shop
from contracts.envelope import wrap
from contracts.event import Event
from contracts.inventory import InventoryReserved
from contracts.payments import PaymentCompleted
from contracts.shipping import ShipmentBooked
from settings import Settings
from tests.checkout import Checkout
from tests.flows.cases import ALL, CASES, MODES, Case, Counter, check_end
from tests.flows.shopping import quiet
from tests.local.deployed import Deployed

Note: TypeAlias = Callable[[str], None]
COLUMNS = "{:<13} {:<34} {:<10} {:>5} {:<10} {:<10} {:>7} {}"


def publish(shop: Shop, *events: Event) -> None:
    """Publish events as if a service had, and wait until all are consumed."""
    bus = shop.parameter("platform", "bus-name")
    shop.client("events").put_events(
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
    quiet(shop)


@pytest.fixture(scope="module", params=MODES)
def counter(
    request: pytest.FixtureRequest, deployed: Deployed, shop: Shop, agent: str
) -> Iterator[Counter]:
    """A stage whose new orders get through in one mode, while those of the other may end."""
    if request.param == Settings.of_stage("local").order_modes[0]:
        yield Counter(shop, agent, request.param)
        return
    others = [mode for mode in MODES if mode != request.param]
    plain, chosen = "    mfa:", f"    order_modes: [{request.param}, {others[0]}]\n    mfa:"
    deploy(deployed.checkout, plain, chosen)
    yield Counter(shop, agent, request.param)
    deploy(deployed.checkout, chosen, plain)


def deploy(checkout: Checkout, old: str, new: str) -> None:
    """Change the settings, which are those of all services, for orders: no other has the modes."""
    checkout.edit("Pulumi.local.yaml", old, new)
    up = checkout.platform("up", "local", "orders")
    assert up.returncode == 0, up.stdout


@pytest.mark.parametrize("case", ALL, ids=list(CASES))
def test_an_order_ends_as_it_must_and_every_service_agrees(counter: Counter, case: Case) -> None:
    check_end(counter, case)


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
    publish(counter.shop, paid, reserved, reserved, paid)
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
    publish(counter.shop, booked)
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
