"""Tests of publishing events."""

from __future__ import annotations

import pytest

from contracts.violation import ContractViolation
from runtime.clients.event_bus import PublishFailed, publish
from runtime.observability import correlate
from tests.services.sample_messages import number, paid


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
