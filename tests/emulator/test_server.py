"""Which requests the emulator serves, by their host and origin."""

from __future__ import annotations

import asyncio
import json

import pytest

from local.emulator_process.server import guarded

API = "/_aws/execute-api/0c4f1fb6/local/orders"


async def app(scope, receive, send):
    await send({"type": "served", "scope": scope["type"]})


def sent(path="/", kind="http", **headers):
    """What is sent in answer to a request with these headers."""
    messages = []

    async def send(message):
        messages.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(guarded(app)({"type": kind, "path": path, "headers": pairs}, None, send))
    return messages


def is_served(**request):
    return sent(**request)[0]["type"] == "served"


HERE = (
    "127.0.0.1",
    "127.0.0.1:4566",
    "localhost:4566",
    "LOCALHOST",
    "[::1]:4566",
    "5f6039d8.execute-api.localhost:4566",
    "files.s3.us-east-1.localhost",
)
ELSEWHERE = (
    "",
    "evil.example",
    "evil.example:4566",
    "127.0.0.1.evil.example",
    "evil.example, 127.0.0.1",
    "127.0.0.1@evil.example",
    "localhost.evil.example:4566",
    "notlocalhost",
    "10.0.0.1:4566",
    "0.0.0.0:4566",
)


@pytest.mark.parametrize("host", HERE)
def test_a_host_of_this_machine_is_served(host):
    assert is_served(host=host)
    assert is_served(host=host, kind="websocket")


@pytest.mark.parametrize("host", ELSEWHERE)
def test_another_host_is_refused_also_for_an_api(host):
    start, body = sent(host=host, path=API)
    assert start["status"] == 403
    assert json.loads(body["body"])["message"].startswith("the host must be 127.0.0.1")


def test_a_request_without_a_host_is_refused():
    assert not is_served()


def test_two_hosts_are_not_one():
    headers = [(b"host", b"127.0.0.1"), (b"Host", b"evil.example")]
    messages = []

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "path": "/", "headers": headers}
    asyncio.run(guarded(app)(scope, None, send))
    assert messages[0]["status"] == 403


def test_a_websocket_of_another_host_is_closed_before_it_is_open():
    (closed,) = sent(kind="websocket", host="evil.example")
    assert closed["type"] == "websocket.close"
    assert "got evil.example" in closed["reason"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example"]
)
def test_a_page_of_another_site_reaches_apis_only(origin):
    assert not is_served(host="127.0.0.1:4566", origin=origin, path="/_ministack/reset")
    assert is_served(host="127.0.0.1:4566", origin=origin, path=API)
    assert is_served(host="5f6039d8.execute-api.localhost:4566", origin=origin)


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:3000"])
def test_a_page_of_this_machine_reaches_everything(origin):
    assert is_served(host="127.0.0.1:4566", origin=origin, path="/files/report.csv")


def test_what_is_no_request_is_passed_on():
    assert is_served(kind="lifespan")
