from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from contracts.contract import Contract
from runtime.http_errors import NotFound, ServiceUnavailable
from runtime.websocket import connections
from runtime.websocket.handler import message_handler
from runtime.websocket.lifecycle import connect_handler, disconnect_handler
from tests.fakes.invocations import CONTEXT
from tests.runtime.websocket.events import socket_event

connect, disconnect = connect_handler(), disconnect_handler()


@dataclass(frozen=True, kw_only=True)
class Say(Contract):
    action: str
    text: str


def rows(aws):
    return [
        {name: next(iter(value.values())) for name, value in row.items()}
        for row in aws.dynamodb.rows("connections")
    ]


def test_a_connection_is_stored_for_two_hours_with_the_authorizers_user(aws, monkeypatch):
    monkeypatch.setattr(connections.time, "time", lambda: 1_795_262_400.0)
    event = socket_event(user="ann", query={"userId": "bob", "token": "t"})
    assert connect(event, CONTEXT) == {"statusCode": 200}
    assert rows(aws) == [
        {
            "connectionId": "c1",
            "userId": "ann",
            "connectedAt": "2026-11-21T12:00:00.000+00:00",
            "expiresAt": str(1_795_262_400 + 7_200),
        }
    ]


def test_a_user_id_in_the_query_is_ignored(aws):
    connect(socket_event(query={"userId": "bob"}), CONTEXT)
    [row] = rows(aws)
    assert "userId" not in row


def test_the_first_subprotocol_that_a_client_offers_is_returned(aws):
    event = socket_event(user="ann", headers={"sec-websocket-protocol": "bearer, token"})
    assert connect(event, CONTEXT)["headers"] == {"Sec-WebSocket-Protocol": "bearer"}


def test_a_disconnect_deletes_the_row_which_may_be_gone(aws):
    connect(socket_event(user="ann"), CONTEXT)
    connect(socket_event(user="ann", connection="c2"), CONTEXT)
    for _ in range(2):
        assert disconnect(socket_event("$disconnect"), CONTEXT) == {"statusCode": 200}
    assert [row["connectionId"] for row in rows(aws)] == ["c2"]


@pytest.mark.parametrize(
    ("answer", "expected"), [({"pong": True}, {"pong": True}), ([], []), (0, 0)]
)
def test_an_answer_is_sent_back_as_json(answer, expected):
    returned = message_handler(lambda message: answer)(socket_event("ping"), CONTEXT)
    assert (returned["statusCode"], json.loads(returned["body"])) == (200, expected)


def test_no_answer_has_no_body():
    assert message_handler(lambda message: None)(socket_event("ping"), CONTEXT) == {
        "statusCode": 200
    }


def test_a_message_has_the_user_and_groups_of_its_connection():
    seen = []
    event = socket_event("say", user="ann", groups="agents,guests", body={"userId": "bob"})
    message_handler(seen.append)(event, CONTEXT)
    [message] = seen
    assert (message.user_id, message.groups) == ("ann", frozenset({"agents", "guests"}))
    assert (message.connection_id, message.route) == ("c1", "say")
    message.require_group("agents", "speak")


def failed(answer, **event):
    returned = message_handler(answer)(socket_event("say", **event), CONTEXT)
    return returned["statusCode"], json.loads(returned["body"])


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("{", "must be JSON"),
        ("", "must be JSON"),
        ("[" * 5000, "must be JSON"),
        ({"action": "say"}, "text"),
        ({"action": "say", "text": 7}, "text"),
        ({"action": "say", "text": "x", "more": 1}, "more"),
    ],
)
def test_a_message_that_breaks_its_contract_is_answered_with_what_is_wrong(body, part):
    status, answer = failed(lambda message: message.body(Say), user="ann", body=body)
    assert (status, answer["error"]) == (400, "Bad Request")
    assert part in answer["message"]


def test_a_message_of_more_than_128_kilobytes_is_refused():
    # Each character has two bytes.
    status, answer = failed(lambda message: message.body(Say), body="é" * 65_537)
    assert (status, answer["message"]) == (413, "a message must be of at most 131072 bytes")


def test_who_is_not_in_a_group_is_refused():
    status, answer = failed(lambda m: m.require_group("agents", "speak"), user="ann")
    assert (status, answer["message"]) == (403, "only members of the group agents may speak")


def raising(error):
    def answer(message):
        raise error

    return answer


def test_an_error_is_sent_back_and_one_of_ours_without_its_cause(log):
    assert failed(raising(NotFound("no such order")))[1]["message"] == "no such order"
    for error in (ServiceUnavailable("table orders is away"), KeyError("secret")):
        status, answer = failed(raising(error))
        assert status >= 500
        assert "its correlation id is" in answer["message"]
        assert str(error) not in answer["message"]
        assert answer["message"].rpartition(" ")[2] == log()[-1]["correlation_id"]
