"""Tests of who hears what: an order is seen through in one of two ways, and never in both."""

from __future__ import annotations

import pytest

from tests.fakes.invocations import bus_body
from tests.services import orders_of as told
from tests.services.wiring import wiring

CHOREOGRAPHY = {
    "OrderPlaced": {"inventory.reserve_stock"},
    "InventoryReserved": {"orders.advance_order", "payments.take_payment"},
    "InventoryFailed": {"orders.advance_order"},
    "InventoryReleased": set(),
    "PaymentCompleted": {"orders.advance_order", "shipping.book_shipment"},
    "PaymentFailed": {"orders.advance_order", "inventory.release_stock"},
    "PaymentRefunded": {"inventory.release_stock"},
    "ShipmentBooked": {"orders.advance_order"},
    "ShipmentFailed": {"orders.advance_order", "payments.refund_payment"},
    "ShipmentCancelled": set(),
}
OF_A_FLOW = [
    told.placed,
    told.reserved,
    told.short,
    told.released,
    told.paid,
    told.refused,
    told.refunded,
    told.shipped,
    told.unserved,
    told.recalled,
]
REQUESTS = {
    told.reservation_requested: "inventory.reserve_stock",
    told.release_requested: "inventory.release_stock",
    told.payment_requested: "payments.take_payment",
    told.refund_requested: "payments.refund_payment",
    told.shipment_requested: "shipping.book_shipment",
    told.shipment_cancellation_requested: "shipping.cancel_shipment",
}


def listeners(event, **more):
    """Whoever takes an event off the bus, as ``orders.advance_order`` or ``orders.saga``."""
    body = {**bus_body(event), **more}
    return {name_of(rule.target) for rule in wiring().rules if rule.takes(body)}


def name_of(target):
    if target in wiring().machines:
        return wiring().machines[target].name.removesuffix("-machine").replace("-", ".")
    _, service, _, entry, *_ = wiring().entry(target).split(".")
    return f"{service}.{entry}"


@pytest.mark.parametrize("event", OF_A_FLOW)
def test_what_happens_to_an_order_that_nobody_directs_is_heard_by_the_next_in_line(event):
    made = event(mode="choreography")
    assert listeners(made) == CHOREOGRAPHY[made.detail_type]


@pytest.mark.parametrize("event", OF_A_FLOW)
def test_what_happens_to_an_order_of_a_saga_is_heard_by_the_saga_alone(event):
    starts = event is told.placed
    assert listeners(event(mode="saga")) == {"orders.saga" if starts else "orders.resume_saga"}


@pytest.mark.parametrize(("request_of", "service"), REQUESTS.items())
def test_a_saga_asks_one_service_at_a_time(request_of, service):
    assert listeners(request_of()) == {service}


def test_the_arrival_of_an_order_is_noted_in_both_ways():
    assert listeners(told.fulfilled()) == {"orders.advance_order"}


@pytest.mark.parametrize("event", [*OF_A_FLOW, *REQUESTS, told.confirmed, told.cancelled])
def test_a_replay_reaches_only_the_consumer_that_it_is_named_for(event):
    assert listeners(event(), **{"replay-name": "somebody-else.20261121"}) == set()


def test_a_replay_for_one_consumer_reaches_it():
    replayed = {"replay-name": "orders-advance-order.20261121"}
    assert listeners(told.shipped(), **replayed) == {"orders.advance_order"}
