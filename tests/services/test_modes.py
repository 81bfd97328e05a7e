"""Tests of the subscriptions: an order is processed in one of two modes, and never in both."""

from __future__ import annotations

import pytest

from tests.fakes.invocations import bus_body
from tests.services import sample_messages as of
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
    of.placed,
    of.reserved,
    of.short,
    of.released,
    of.paid,
    of.refused,
    of.refunded,
    of.shipped,
    of.unserved,
    of.recalled,
]
REQUESTS = {
    of.reservation_requested: "inventory.reserve_stock",
    of.release_requested: "inventory.release_stock",
    of.payment_requested: "payments.take_payment",
    of.refund_requested: "payments.refund_payment",
    of.shipment_requested: "shipping.book_shipment",
    of.shipment_cancellation_requested: "shipping.cancel_shipment",
}


def consumers(event, **more):
    """The targets that consume an event, as ``orders.advance_order`` or ``orders.saga``."""
    body = {**bus_body(event), **more}
    return {name_of(rule.target) for rule in wiring().rules if rule.takes(body)}


def name_of(target):
    if target in wiring().machines:
        return wiring().machines[target].name.removesuffix("-machine").replace("-", ".")
    _, service, _, entry, *_ = wiring().entry(target).split(".")
    return f"{service}.{entry}"


@pytest.mark.parametrize("event", OF_A_FLOW)
def test_an_event_of_the_choreography_is_consumed_by_the_next_service(event):
    made = event(mode="choreography")
    assert consumers(made) == CHOREOGRAPHY[made.detail_type]


@pytest.mark.parametrize("event", OF_A_FLOW)
def test_an_event_of_a_saga_is_consumed_by_the_saga_alone(event):
    starts = event is of.placed
    assert consumers(event(mode="saga")) == {"orders.saga" if starts else "orders.resume_saga"}


@pytest.mark.parametrize(("request_of", "service"), REQUESTS.items())
def test_a_command_is_consumed_by_one_service(request_of, service):
    assert consumers(request_of()) == {service}


def test_the_fulfilment_of_an_order_is_consumed_in_both_modes():
    assert consumers(of.fulfilled()) == {"orders.advance_order", "realtime.send_status"}


@pytest.mark.parametrize("event", [*OF_A_FLOW, *REQUESTS, of.confirmed, of.cancelled])
def test_a_replay_reaches_only_the_consumer_that_it_is_named_for(event):
    assert consumers(event(), **{"replay-name": "another-consumer.20261121"}) == set()


def test_a_replay_for_one_consumer_reaches_it():
    replayed = {"replay-name": "orders-advance-order.20261121"}
    assert consumers(of.shipped(), **replayed) == {"orders.advance_order"}
