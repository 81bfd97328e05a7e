from __future__ import annotations

import pytest

from runtime.api.identity import User
from runtime.http_errors import ServiceUnavailable, Unauthorized
from runtime.websocket import authorizer
from runtime.websocket.protocols import token_of
from tests.fakes.invocations import CONTEXT
from tests.runtime.websocket.events import METHOD_ARN, socket_event

handle = authorizer.connect_authorizer()


def asked(monkeypatch, result, **connect):
    def verified(token):
        assert token == "ours"
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(authorizer, "verified_user", verified)
    return handle({**socket_event(**connect), "methodArn": METHOD_ARN}, CONTEXT)


ANN = User(id="ann", groups=frozenset({"guests", "agents"}))
PLACES = {
    "the query": {"query": {"token": "ours"}},
    "the subprotocols": {"headers": {"Sec-WebSocket-Protocol": "bearer, ours"}},
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_token_that_is_right_may_connect_and_names_its_user(monkeypatch, place):
    policy = asked(monkeypatch, ANN, **place)
    assert policy["policyDocument"]["Statement"] == [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": METHOD_ARN}
    ]
    assert policy["context"] == {"userId": "ann", "groups": "agents,guests"}
    assert policy["principalId"] == "ann"


def test_a_token_that_is_wrong_may_not(monkeypatch, log):
    policy = asked(monkeypatch, Unauthorized("it has expired"), query={"token": "ours"})
    assert policy["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert policy["context"] == {}
    assert any(line.get("reason") == "it has expired" for line in log())


def test_keys_that_cannot_be_read_are_not_a_denial(monkeypatch):
    with pytest.raises(ServiceUnavailable):
        asked(monkeypatch, ServiceUnavailable("no keys"), query={"token": "ours"})


@pytest.mark.parametrize(
    "connect",
    [
        {},
        {"query": {"Token": "ours"}},
        {"headers": {"Sec-WebSocket-Protocol": "ours"}},
        {"headers": {"Sec-WebSocket-Protocol": "chat, ours"}},
        {"headers": {"Sec-WebSocket-Protocol": "bearer, a, b"}},
    ],
)
def test_a_token_in_another_place_is_none(connect):
    assert token_of(socket_event(**connect)) == ""
