from __future__ import annotations

import json

import pytest

from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.shipping import OrderFulfilled
from runtime.websocket import connections
from services.realtime.app import (
    answer_ping,
    authorize_connect,
    close_connection,
    open_connection,
    refuse_message,
    send_batch,
    send_notice,
    send_status,
)
from tests.fakes.invocations import CONTEXT, bus_body, delivered
from tests.runtime.websocket.events import METHOD_ARN, socket_event
from tests.services.sample_messages import cancelled, confirmed, fulfilled

EVENTS = {
    OrderConfirmed: confirmed(),
    OrderCancelled: cancelled(),
    OrderFulfilled: fulfilled(),
}


NOTICE = {"action": "notice", "text": "Closed on Monday"}


def connected(user: str, connection: str) -> None:
    event = socket_event(user=user, connection=connection, query={"userId": "another"})
    assert open_connection.handle(event, CONTEXT) == {"statusCode": 200}


def answered(handler, **event) -> tuple[int, dict]:
    returned = handler(socket_event("$default", **event), CONTEXT)
    return returned["statusCode"], json.loads(returned["body"])


@pytest.mark.parametrize(
    ("kind", "status"),
    [(OrderConfirmed, "CONFIRMED"), (OrderCancelled, "CANCELLED"), (OrderFulfilled, "FULFILLED")],
)
def test_the_status_of_an_order_reaches_its_customers_connections_and_no_others(aws, kind, status):
    event = EVENTS[kind]
    connected(event.user_id, "phone")
    connected(event.user_id, "laptop")
    connected("another", "elsewhere")
    assert delivered(send_status.handle, bus_body(event)) == []
    expected = {"type": "order-status", "orderId": event.order_id, "status": status}
    if kind is OrderCancelled:
        expected["reason"] = event.reason
    sockets = aws.apigatewaymanagementapi
    assert sockets.messages == {"phone": [expected], "laptop": [expected]}


def test_a_customer_without_a_connection_is_sent_nothing(aws):
    assert delivered(send_status.handle, bus_body(EVENTS[OrderConfirmed])) == []
    assert aws.apigatewaymanagementapi.messages == {}


def test_a_connection_that_is_not_reached_is_sent_to_again(aws):
    event = EVENTS[OrderConfirmed]
    connected(event.user_id, "phone")
    aws.apigatewaymanagementapi.failing = {"phone"}
    assert delivered(send_status.handle, bus_body(event)) == ["m0"]
    aws.apigatewaymanagementapi.failing = set()
    assert delivered(send_status.handle, bus_body(event)) == []
    assert len(aws.apigatewaymanagementapi.messages["phone"]) == 1


def test_a_connection_that_was_closed_gets_nothing(aws):
    event = EVENTS[OrderConfirmed]
    connected(event.user_id, "phone")
    close_connection.handle(socket_event("$disconnect", connection="phone"), CONTEXT)
    assert delivered(send_status.handle, bus_body(event)) == []
    assert aws.apigatewaymanagementapi.messages == {}


def test_a_connect_without_a_token_is_denied(aws):
    event = {**socket_event(query={"userId": "ann"}), "methodArn": METHOD_ARN}
    [statement] = authorize_connect.handle(event, CONTEXT)["policyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"


def test_a_ping_is_answered_and_another_action_is_answered_with_those_there_are(aws):
    assert answered(answer_ping.handle, user="ann", body={"action": "ping"}) == (
        200,
        {"type": "pong"},
    )
    status, error = answered(refuse_message.handle, user="ann", body={"action": "dance"})
    assert status == 404
    assert "ping" in error["message"]


def test_an_agents_notice_reaches_every_connection(aws, monkeypatch):
    for place in range(3):
        connected(f"user-{place}", f"c{place}")
    event = socket_event("notice", user="agent", groups="agents", body=NOTICE)
    assert send_notice.handle(event, CONTEXT) == {"statusCode": 200}
    sent = [{"type": "notice", "text": "Closed on Monday"}]
    assert aws.apigatewaymanagementapi.messages == {f"c{place}": sent for place in range(3)}

    monkeypatch.setattr(connections, "PAGE", 2)
    aws.apigatewaymanagementapi.messages.clear()
    assert send_notice.handle(event, CONTEXT) == {"statusCode": 200}
    assert delivered(send_batch.handle, *[each["MessageBody"] for each in aws.sqs.sent]) == []
    assert aws.apigatewaymanagementapi.messages == {f"c{place}": sent for place in range(3)}


def test_a_notice_reaches_all_who_are_there_and_the_rows_of_the_others_are_deleted(aws):
    ids = [f"c{place:03}" for place in range(200)]
    for connection in ids:
        connected(f"user-{connection}", connection)
    gone, there = ids[::2], ids[1::2]
    aws.apigatewaymanagementapi.gone = {*gone}
    event = socket_event("notice", user="agent", groups="agents", body=NOTICE)
    assert send_notice.handle(event, CONTEXT) == {"statusCode": 200}
    assert delivered(send_batch.handle, *[each["MessageBody"] for each in aws.sqs.sent]) == []
    sent = [{"type": "notice", "text": "Closed on Monday"}]
    assert aws.apigatewaymanagementapi.messages == dict.fromkeys(there, sent)
    rows = aws.dynamodb.rows("connections")
    assert sorted(row["connectionId"]["S"] for row in rows) == there


@pytest.mark.parametrize(
    ("groups", "body", "status"),
    [
        ("", {"action": "notice", "text": "Mine"}, 403),
        ("agents", {"action": "notice"}, 400),
        ("agents", {"action": "notice", "text": "x" * 1001}, 400),
    ],
)
def test_a_notice_of_another_user_or_another_form_is_sent_to_no_connection(
    aws, groups, body, status
):
    connected("ann", "phone")
    assert answered(send_notice.handle, user="ann", groups=groups, body=body)[0] == status
    assert aws.apigatewaymanagementapi.messages == {}
