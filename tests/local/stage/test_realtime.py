"""Open connections on the local stage: who may connect, and who is sent what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from cli.shop.client import Shop
from tests.flows.shopping import ordered, stocked

SECONDS = 30


def opened(shop: Shop, token: str | None) -> ClientConnection:
    url = shop.parameter("realtime")
    query = "" if token is None else f"?token={token}"
    return connect(url + query, open_timeout=SECONDS, close_timeout=SECONDS)


def received(client: ClientConnection, seconds: float = SECONDS) -> Any:
    return json.loads(client.recv(timeout=seconds))


def asked(client: ClientConnection, **message: str) -> Any:
    client.send(json.dumps(message))
    return received(client)


def test_a_confirmed_order_is_sent_to_its_customer_and_to_no_other(shop, agent):
    item = stocked(shop, agent, quantity=5)
    ann, bob = shop.sign_in("ann"), shop.sign_in("bob")
    with opened(shop, ann) as her, opened(shop, bob) as his:
        order = ordered(shop, ann, item, 1)
        assert received(her) == {
            "type": "order-status",
            "orderId": order["orderId"],
            "status": "CONFIRMED",
        }
        # What came first to him is the answer to what he asks afterwards.
        assert asked(his, action="ping") == {"type": "pong"}


def test_connections_are_refused_without_a_token_of_the_pool(shop, agent):
    header, claims, _ = agent.split(".")
    for token, status in ((None, 401), ("a.b.c", 403), (f"{header}.{claims}.AAAA", 403)):
        with pytest.raises(InvalidStatus) as refused, opened(shop, token):
            pass
        assert refused.value.response.status_code == status


def test_a_notice_of_an_agent_is_sent_to_every_connection(shop, agent):
    with opened(shop, agent) as sender, opened(shop, shop.sign_in("ann")) as her:
        sender.send(json.dumps({"action": "notice", "text": "closed on Monday"}))
        notice = {"type": "notice", "text": "closed on Monday"}
        assert received(her) == notice
        assert received(sender) == notice


def test_messages_are_answered_with_what_is_wrong_with_them(shop):
    with opened(shop, shop.sign_in("ann")) as client:
        assert asked(client, action="dance")["error"] == "Not Found"
        assert asked(client, action="ping", more="x")["error"] == "Bad Request"
        assert asked(client, action="notice", text="hello")["error"] == "Forbidden"
