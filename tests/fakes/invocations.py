"""Lambda events: what API Gateway, SQS, DynamoDB streams and Step Functions send to a function."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from contracts.envelope import wrap
from contracts.event import Event, Message
from tests.fakes.clients import Aws
from tests.fakes.environment import VARIABLES

# When messages were sent, in milliseconds: 2026-11-21T12:00:00Z.
SENT_AT = 1_795_262_400_000

CONTEXT = SimpleNamespace(
    function_name="test-function",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 10_000,
)


def claims(user: str, *groups: str) -> dict[str, Any]:
    """The claims of an access token; they never expire in a test."""
    return {
        "sub": user,
        "username": f"name of {user}",
        "cognito:groups": list(groups),
        "token_use": "access",
        "client_id": VARIABLES["TOKEN_AUDIENCE"],
        "exp": "9999999999",
    }


def http_event(
    *,
    user: str | None = None,
    groups: Iterable[str] = (),
    body: Any = None,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An event of an HTTP API, payload format 2.0."""
    authorizer = {"jwt": {"claims": claims(user, *groups)}} if user else {}
    return {
        "version": "2.0",
        "routeKey": "GET /things/{thingId}",
        "headers": dict(headers or {}),
        "pathParameters": path,
        "queryStringParameters": query,
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"http": {"method": "GET"}, "authorizer": authorizer},
    }


def rest_event(
    *,
    user: str | None = None,
    groups: Iterable[str] = (),
    body: Any = None,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An event of a REST API, payload format 1.0."""
    authorizer = {"claims": claims(user, *groups)} if user else None
    return {
        "resource": "/things/{thingId}",
        "httpMethod": "POST",
        "headers": dict(headers or {}),
        "pathParameters": path,
        "queryStringParameters": query,
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"authorizer": authorizer},
    }


def called(handler: Any, event: Mapping[str, Any]) -> tuple[int, Any]:
    """The status and the body of a handler's response."""
    response = handler(event, CONTEXT)
    return response["statusCode"], json.loads(response["body"])


def bus_body(event: Event, correlation_id: str = "correlation-1") -> dict[str, Any]:
    """An event as an EventBridge rule sends it to a queue."""
    detail = wrap(event, correlation_id)
    return {"source": event.source, "detail-type": event.detail_type, "detail": detail}


def topic_body(message: Message, correlation_id: str = "correlation-1") -> dict[str, Any]:
    """A message as an SNS topic sends it to a queue."""
    return {"Type": "Notification", "Message": json.dumps(wrap(message, correlation_id))}


def queue_event(*bodies: Any, receives: int = 1, groups: Sequence[str] = ()) -> dict[str, Any]:
    """An SQS batch; the message ids are ``m0``, ``m1`` and so on.

    ``groups`` makes it a batch of a FIFO queue: the message group of each message, in order.
    """
    return {
        "Records": [
            {
                "messageId": f"m{place}",
                "receiptHandle": f"handle-m{place}",
                "body": body if isinstance(body, str) else json.dumps(body),
                "eventSource": "aws:sqs",
                "attributes": {
                    "ApproximateReceiveCount": str(receives),
                    "SentTimestamp": str(SENT_AT),
                    **({"MessageGroupId": groups[place]} if groups else {}),
                },
            }
            for place, body in enumerate(bodies)
        ]
    }


def delivered(
    handler: Any, *bodies: Any, receives: int = 1, groups: Sequence[str] = ()
) -> list[str]:
    """The ids of the failed messages."""
    response = handler(queue_event(*bodies, receives=receives, groups=groups), CONTEXT)
    return [failure["itemIdentifier"] for failure in response["batchItemFailures"]]


def scheduled(handler: Any, job: str, at: str, receives: int = 1) -> list[str]:
    """Send a scheduled run, as EventBridge Scheduler does; returns the ids of failed messages."""
    return delivered(handler, {"job": job, "scheduledAt": at}, receives=receives)


def streamed(handler: Any, records: Sequence[Mapping[str, Any]]) -> Any:
    """Send stream records, as ``aws.dynamodb.stream(table)`` has them."""
    return handler({"Records": [dict(record) for record in records]}, CONTEXT)


def tasked(handler: Any, **given: Any) -> Any:
    """The output of a task for its input."""
    return handler({"correlationId": "correlation-1", **given}, CONTEXT)


def published_events(aws: Aws) -> list[tuple[str, Any]]:
    """Detail type and data of every event on the bus, in order."""
    return [(event["detail-type"], event["detail"]["data"]) for event in aws.events.published()]


def field_event(
    name: str,
    *,
    user: str | None = "ann",
    groups: Iterable[str] = (),
    arguments: Mapping[str, Any] | None = None,
    source: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An event of AppSync, for a field by its name: ``Query.products``."""
    kind, _, field = name.partition(".")
    sent = {"authorization": f"token of {user}"} if user else {}
    return {
        "info": {"parentTypeName": kind, "fieldName": field},
        "arguments": dict(arguments or {}),
        "source": source,
        "identity": {"sub": user, "claims": claims(user, *groups)} if user else None,
        "request": {"headers": {**sent, **(headers or {})}},
    }
