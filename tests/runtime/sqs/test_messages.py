"""Tests of the consumer of events and SNS messages."""

from __future__ import annotations

import json

import pytest

from cli.repair import causes
from contracts.notifications import Notice
from contracts.payments import PaymentCompleted, PaymentFailed
from runtime import outcomes
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import message_consumer
from tests.fakes.invocations import bus_body, delivered, topic_body
from tests.services.sample_messages import ID, PLACED_AT, number, paid, refused

pytestmark = pytest.mark.usefixtures("aws")

NOTICE = Notice(
    order_id=ID, user_id="ann", placed_at=PLACED_AT, kind="OrderConfirmed", text="Hello."
)


def consumer(*kinds, fails_on=()):
    consumed = []

    @message_consumer(*kinds)
    def handle(received):
        if received.message in fails_on:
            raise RuntimeError("not now")
        consumed.append(
            (received.message, received.metadata.correlation_id, current_correlation_id())
        )

    return handle, consumed


def test_an_event_of_each_kind_is_decoded():
    handler, consumed = consumer(PaymentCompleted, PaymentFailed)
    assert delivered(handler, bus_body(paid()), bus_body(refused())) == []
    assert [message for message, *_ in consumed] == [paid(), refused()]


def test_a_message_of_a_topic_is_decoded():
    handler, consumed = consumer(Notice)
    assert delivered(handler, topic_body(NOTICE)) == []
    assert [message for message, *_ in consumed] == [NOTICE]


def test_a_message_of_a_topic_needs_a_consumer_of_one_kind(log):
    handler, consumed = consumer(PaymentCompleted, Notice)
    assert delivered(handler, topic_body(NOTICE)) == ["m0"]
    assert consumed == []
    [line] = log()
    assert "one kind of message, got PaymentCompleted, Notice" in line["exception"]


def test_only_failed_messages_stay_in_the_queue():
    events = [paid(number(n)) for n in range(4)]
    handler, consumed = consumer(PaymentCompleted, fails_on=[events[1], events[3]])
    assert delivered(handler, *map(bus_body, events)) == ["m1", "m3"]
    assert [message for message, *_ in consumed] == [events[0], events[2]]


def test_a_batch_of_failures_does_not_fail_the_invocation():
    handler, _ = consumer(PaymentCompleted, fails_on=[paid()])
    assert delivered(handler, bus_body(paid())) == ["m0"]


def test_an_event_of_another_type_or_source_fails():
    handler, consumed = consumer(PaymentCompleted)
    forged = {**bus_body(paid()), "source": "elsewhere"}
    assert delivered(handler, bus_body(refused()), forged) == ["m0", "m1"]
    assert consumed == []


def test_an_unexpected_message_is_described_in_the_log(log):
    handler, _ = consumer(PaymentCompleted, PaymentFailed)
    delivered(handler, {"source": "shop", "detail-type": "Opened"}, "[]")
    first, second = (line["exception"] for line in log())
    assert "expected PaymentCompleted, PaymentFailed, got 'Opened' from 'shop'" in first
    assert "the body must be an object, got a list" in second


def test_each_message_has_its_own_correlation_id():
    handler, consumed = consumer(PaymentCompleted)
    delivered(handler, bus_body(paid(), "id-1"), bus_body(paid(), "id-2"))
    assert [ids for _, *ids in consumed] == [["id-1", "id-1"], ["id-2", "id-2"]]


def test_a_fifo_consumer_returns_all_that_follows_a_failure_in_its_group():
    events = [paid(number(n)) for n in range(4)]

    @message_consumer(PaymentCompleted, fifo=True)
    def handler(received):
        if received.message == events[0]:
            raise RuntimeError("not now")

    bodies = [*map(bus_body, events)]
    assert delivered(handler, *bodies, groups=["a", "b", "a", "b"]) == ["m0", "m2"]


def test_a_failure_is_logged_with_the_message_and_its_correlation_id(log):
    handler, _ = consumer(PaymentCompleted, fails_on=[paid()])
    delivered(handler, bus_body(paid(), "id-1"))
    [line] = log()
    assert (line["message_id"], line["error_type"]) == ("m0", "RuntimeError")
    assert (line["correlation_id"], line["function"]) == ("id-1", "test-function")


def test_the_dead_letter_command_and_the_runtime_name_a_failure_alike(log):
    handler, _ = consumer(PaymentCompleted, fails_on=[paid()])
    delivered(handler, bus_body(paid()))
    assert log()[0]["outcome"] == outcomes.FAILED == causes.FAILED


def test_a_message_that_cannot_be_decoded_is_not_logged_under_the_correlation_id_of_the_one_before(
    log,
):
    handler, _ = consumer(PaymentCompleted)
    delivered(handler, bus_body(paid(), "id-1"), "{")
    assert [line.get("correlation_id") for line in log()] == ["id-1", None]


def test_metrics_are_written_once_for_each_invocation(capsys):
    @message_consumer(PaymentCompleted)
    def handler(received):
        count("PaymentsSeen")

    delivered(handler, bus_body(paid()), bus_body(paid()))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [metrics] = [line for line in lines if "_aws" in line]
    assert metrics["PaymentsSeen"] == [1.0, 1.0]
    assert metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "platform"


def test_without_metrics_nothing_is_written(capsys):
    handler, _ = consumer(PaymentCompleted)
    delivered(handler, bus_body(paid()))
    assert "_aws" not in capsys.readouterr().out
