"""Tests of publishing events."""

from __future__ import annotations

import pytest

from contracts.shipping import MAX_PARCELS, ShipmentBooked
from contracts.violation import ContractViolation
from runtime.clients import event_bus
from runtime.clients.event_bus import BYTES_PER_CALL, EventTooLarge, PublishFailed, publish
from runtime.observability import correlate
from tests.fakes.invocations import published_events
from tests.services.sample_messages import ID, number, paid


def test_an_event_is_published_on_the_bus_with_its_correlation_id(aws):
    correlate("id-1")
    publish(paid())
    [entry] = aws.events.entries
    assert (entry["EventBusName"], entry["Source"]) == ("test-bus", "payments")
    [event] = aws.events.published()
    assert event["detail"]["metadata"]["correlationId"] == "id-1"


def test_many_events_are_published_ten_in_a_call(aws):
    publish(*[paid(number(n)) for n in range(25)])
    assert aws.events.batches == [10, 10, 5]


def test_only_rejected_entries_are_sent_again(aws):
    aws.events.failures = 2
    publish(*[paid(number(n)) for n in range(5)])
    assert aws.events.batches == [5, 2]
    ids = [event["detail"]["data"]["orderId"] for event in aws.events.published()]
    assert sorted(ids) == [number(n) for n in range(5)]


def test_events_that_are_rejected_in_every_attempt_are_an_error(aws):
    aws.events.failures = 3
    with pytest.raises(PublishFailed, match="PaymentCompleted: ThrottlingException"):
        publish(paid())
    assert aws.events.batches == [1, 1, 1]


def test_an_event_that_breaks_its_contract_is_not_published(aws):
    with pytest.raises(ContractViolation):
        publish(paid(), paid(cents=-1))
    assert aws.events.entries == []


def test_a_bus_that_does_not_respond_is_an_error(aws, monkeypatch):
    def gone(**call):
        raise ConnectionError("reset")

    monkeypatch.setattr(aws.events, "put_events", gone)
    with pytest.raises(PublishFailed, match="does not respond: reset"):
        publish(paid())


def test_large_events_are_published_in_calls_of_the_size_that_the_bus_accepts(aws):
    publish(largest(1), paid(), largest(2), paid(), largest(3))
    assert aws.events.batches == [2, 2, 1]
    ids = [data["orderId"] for _, data in published_events(aws)]
    assert ids == [number(1), ID, number(2), ID, number(3)]


def test_an_event_that_no_call_takes_is_refused_as_such_and_nothing_is_published(aws, monkeypatch):
    monkeypatch.setattr(event_bus, "BYTES_PER_CALL", 1_000)
    words = "ShipmentBooked may have 1000 bytes, got [0-9]{6}$"
    with pytest.raises(EventTooLarge, match=words):
        publish(paid(), largest(1))
    assert aws.events.batches == []


def test_the_largest_event_of_a_contract_fits_into_a_call(aws):
    publish(largest(1))
    [entry] = aws.events.entries
    assert 190_000 < len(entry["Detail"]) < BYTES_PER_CALL


def test_a_call_that_the_bus_rejects_is_not_a_bus_that_does_not_respond(aws, monkeypatch):
    monkeypatch.setattr(event_bus, "BYTES_PER_CALL", 10**6)
    with pytest.raises(PublishFailed, match="rejects the call: ValidationException"):
        publish(largest(1), largest(2))


def largest(place):
    """An order of as many parcels as there can be."""
    parcels = tuple(f"{number(place)}-{n}" for n in range(1000, 1000 + MAX_PARCELS))
    return ShipmentBooked(order_id=number(place), user_id="ann", parcels=parcels, mode="saga")
