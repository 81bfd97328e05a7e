"""Tests of correlation ids: every kind of function keeps them in logs, traces and events."""

from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from contracts.notifications import Notice
from contracts.payments import PaymentCompleted
from runtime import tracing
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.clients.event_bus import publish
from runtime.dynamodb.outbox import outbox_publisher
from runtime.dynamodb.table import Table
from runtime.observability import current_correlation_id, logger
from runtime.sqs.messages import message_consumer
from runtime.sqs.objects import object_consumer
from runtime.sqs.schedules import schedule_consumer
from runtime.stepfunctions.tasks import task_handler
from tests.fakes.invocations import (
    CONTEXT,
    bus_body,
    delivered,
    http_event,
    rest_event,
    scheduled,
    streamed,
    tasked,
    topic_body,
)
from tests.services.sample_messages import ID, PLACED_AT, paid

TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
CORRELATION_ID = "id-1"


@pytest.fixture
def annotated(monkeypatch):
    """The annotations of a sampled invocation: a dictionary for each subsegment."""
    parts = []
    inside = []

    @contextmanager
    def in_subsegment(name):
        inside.append({})
        parts.append(inside[-1])
        yield
        inside.pop()

    def put_annotation(name, value):
        inside[-1][name] = value

    provider = SimpleNamespace(in_subsegment=in_subsegment)
    tracer = SimpleNamespace(provider=provider, put_annotation=put_annotation)
    monkeypatch.setattr(tracing, "_tracer", lambda: tracer)
    monkeypatch.setenv("_X_AMZN_TRACE_ID", TRACE)
    return lambda: [part["correlation_id"] for part in parts if "correlation_id" in part]


def log_and_publish(*ignored):
    logger.info("said")
    publish(paid())


def through_http(event_of):
    @api_handler
    def handle(request):
        log_and_publish()
        return Response(body={})

    handle(event_of(headers={"X-Correlation-Id": CORRELATION_ID}), CONTEXT)


def through_a_queue(body):
    @message_consumer(PaymentCompleted, Notice)
    def handle(received):
        log_and_publish()

    assert delivered(handle, body) == []


def through_a_topic():
    @message_consumer(Notice)
    def handle(received):
        log_and_publish()

    notice = Notice(
        order_id=ID, user_id="ann", placed_at=PLACED_AT, kind="OrderConfirmed", text="Hello."
    )
    assert delivered(handle, topic_body(notice, CORRELATION_ID)) == []


def through_a_workflow():
    @task_handler
    def handle(work):
        log_and_publish()
        return {}

    tasked(handle, correlationId=CORRELATION_ID)


def through_a_table(aws):
    @outbox_publisher
    def handle(change):
        logger.info("said")
        return paid()

    Table("orders").put({"orderId": ID, "correlationId": CORRELATION_ID})
    streamed(handle, aws.dynamodb.stream("orders"))


HOPS = {
    "an HTTP API": lambda aws: through_http(http_event),
    "a REST API": lambda aws: through_http(rest_event),
    "the bus and a queue": lambda aws: through_a_queue(bus_body(paid(), CORRELATION_ID)),
    "a topic and a queue": lambda aws: through_a_topic(),
    "a state machine": lambda aws: through_a_workflow(),
    "the stream of a table": through_a_table,
}


@pytest.mark.parametrize("hop", HOPS.values(), ids=HOPS)
def test_a_correlation_id_is_in_the_log_in_the_trace_and_in_published_events(
    aws, log, annotated, hop
):
    logger.set_correlation_id("the request before")
    hop(aws)
    assert {line["correlation_id"] for line in log()} == {CORRELATION_ID}
    assert "said" in {line["message"] for line in log()}
    assert annotated() == [CORRELATION_ID]
    [event] = aws.events.published()
    assert event["detail"]["metadata"]["correlationId"] == CORRELATION_ID


def test_each_message_of_a_batch_has_its_own_subsegment(aws, annotated):
    @message_consumer(PaymentCompleted)
    def handle(received):
        pass

    delivered(handle, bus_body(paid(), "id-1"), bus_body(paid(), "id-2"))
    assert annotated() == ["id-1", "id-2"]


def test_each_change_of_a_batch_has_its_own_subsegment(aws, annotated):
    @outbox_publisher
    def handle(change):
        return None

    for correlation_id in ("id-1", "id-2"):
        Table("orders").put({"orderId": ID, "correlationId": correlation_id})
    streamed(handle, aws.dynamodb.stream("orders"))
    assert annotated() == ["id-1", "id-2"]


def test_every_attempt_of_a_scheduled_run_has_the_same_correlation_id(aws, annotated):
    consumed = []

    @schedule_consumer
    def handle(run):
        consumed.append(current_correlation_id())
        if len(consumed) == 1:
            raise ConnectionError("away")

    for receives in (1, 2):
        scheduled(handle, "report", "2026-11-21T12:00:00Z", receives=receives)
    assert consumed == annotated() == ["report-2026-11-21T12:00:00Z"] * 2


def test_the_correlation_id_of_an_object_is_the_request_that_stored_it(aws, annotated):
    @object_consumer
    def handle(file):
        log_and_publish()

    record = {
        "eventName": "ObjectCreated:Put",
        "responseElements": {"x-amz-request-id": CORRELATION_ID},
        "s3": {"bucket": {"name": "b"}, "object": {"key": "k", "size": 1, "eTag": "e"}},
    }
    delivered(handle, {"Type": "Notification", "Message": json.dumps({"Records": [record]})})
    assert annotated() == [CORRELATION_ID]


def test_a_failure_is_logged_with_its_trace(aws, log, annotated):
    @message_consumer(PaymentCompleted)
    def handle(received):
        raise ConnectionError("away")

    assert delivered(handle, bus_body(paid(), CORRELATION_ID)) == ["m0"]
    [line] = log()
    assert line["xray_trace_id"] == "1-5759e988-bd862e3fe1be46a994272793"
    assert (line["message_id"], line["error_type"]) == ("m0", "ConnectionError")
    assert (line["correlation_id"], line["receive_count"]) == (CORRELATION_ID, 1)
