"""Tests of announcing events."""

from __future__ import annotations

import pytest

from contracts.violation import ContractViolation
from runtime.clients.event_bus import PublishFailed, publish
from runtime.observability import correlate
from tests.services.orders_of import number, paid


def test_an_announcement_names_its_bus_and_its_conversation(aws):
    correlate("talk-1")
    publish(paid())
    [entry] = aws.events.entries
    assert (entry["EventBusName"], entry["Source"]) == ("test-bus", "payments")
    [told] = aws.events.published()
    assert told["detail"]["metadata"]["correlationId"] == "talk-1"


def test_many_events_go_ten_at_a_time(aws):
    publish(*[paid(number(n)) for n in range(25)])
    assert aws.events.batches == [10, 10, 5]


def test_what_the_bus_did_not_take_is_offered_again_and_nothing_else(aws):
    aws.events.failures = 2
    publish(*[paid(number(n)) for n in range(5)])
    assert aws.events.batches == [5, 2]
    ids = [event["detail"]["data"]["orderId"] for event in aws.events.published()]
    assert sorted(ids) == [number(n) for n in range(5)]


def test_a_bus_that_keeps_refusing_is_told_of(aws):
    aws.events.failures = 3
    with pytest.raises(PublishFailed, match="PaymentCompleted: ThrottlingException"):
        publish(paid())
    assert aws.events.batches == [1, 1, 1]


def test_an_event_that_breaks_its_contract_never_leaves(aws):
    with pytest.raises(ContractViolation):
        publish(paid(), paid(cents=-1))
    assert aws.events.entries == []


def test_a_bus_that_does_not_answer_is_told_of_as_well(aws, monkeypatch):
    def gone(**call):
        raise ConnectionError("reset")

    monkeypatch.setattr(aws.events, "put_events", gone)
    with pytest.raises(PublishFailed, match="does not answer: reset"):
        publish(paid())
