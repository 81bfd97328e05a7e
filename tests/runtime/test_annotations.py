"""Tests of annotations: by them traces are found by service, operation, tenant and outcome."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from contracts.payments import PaymentCompleted
from runtime import observability, tracing
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.graphql.handler import field_handler
from runtime.sqs.messages import message_consumer
from runtime.stepfunctions.tasks import task_handler
from tests.fakes.invocations import CONTEXT, bus_body, queue_event, rest_event, tasked
from tests.services.sample_messages import paid

SAMPLED = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.fixture
def annotations(monkeypatch):
    """The annotations of a sampled invocation, as X-Ray keeps them: the last of a name."""
    found: dict[str, object] = {}

    @contextmanager
    def in_subsegment(name):
        yield

    tracer = SimpleNamespace(
        provider=SimpleNamespace(in_subsegment=in_subsegment), put_annotation=found.__setitem__
    )
    monkeypatch.setattr(tracing, "_tracer", lambda: tracer)
    monkeypatch.setattr(observability, "SERVICE", "orders")
    monkeypatch.setattr(observability, "STAGE", "prod")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", SAMPLED)
    return found


def fail(*ignored):
    raise KeyError("price")


def request(handler, **given):
    return api_handler(handler)(rest_event(**given), CONTEXT)


def test_an_invocation_has_its_service_stage_operation_and_outcome(aws, annotations):
    request(lambda _: Response(body={}))
    del annotations["correlation_id"]
    assert annotations == {
        "service": "orders",
        "stage": "prod",
        "operation": "test-function",
        "outcome": "succeeded",
        "route": "/things/{thingId}",
    }


def test_a_request_of_a_user_has_the_user_as_its_tenant(aws, annotations):
    request(lambda _: Response(body={}), user="user-1")
    assert annotations["tenant"] == "user-1"


def test_a_field_has_its_caller_as_its_tenant(aws, annotations):
    claims = rest_event(user="user-2")["requestContext"]["authorizer"]["claims"]
    event = {
        "info": {"parentTypeName": "Query", "fieldName": "orders"},
        "identity": {"claims": claims},
        "request": {"headers": {}},
        "arguments": {},
        "source": None,
    }
    field_handler({"Query.orders": lambda field: []})(event, CONTEXT)
    assert (annotations["tenant"], annotations["outcome"]) == ("user-2", "succeeded")


def test_a_request_that_is_answered_with_5xx_has_failed_and_one_of_4xx_has_not(aws, annotations):
    request(fail)
    assert annotations["outcome"] == "failed"
    request(lambda asked: asked.caller)
    assert annotations["outcome"] == "succeeded"


def test_a_message_that_fails_again_has_failed(aws, annotations):
    consume = message_consumer(PaymentCompleted)(fail)
    consume(queue_event(bus_body(paid()), receives=2), CONTEXT)
    assert annotations["outcome"] == "failed"


def test_a_task_that_raises_has_failed(aws, annotations):
    with pytest.raises(KeyError):
        tasked(task_handler(fail))
    assert annotations["outcome"] == "failed"
