"""The console's server by Starlette's test client, on a stage in memory."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest import mock

import pytest
from starlette.testclient import TestClient

from cli.console import placing
from cli.console.feed import MOST_WAITING, Feed
from cli.console.flows import flow_of
from cli.console.guard import HEADERS
from cli.console.server import LINES_SHOWN, Console, app_of
from cli.graph.edges import Graph
from cli.repair import dead_letter_queue
from tests.cli.console.lines import line_of, said
from tests.cli.observe.logs_stage import BEGAN, LogsStage
from tests.cli.repair.sqs_stage import SENT, StageInMemory
from tests.fakes.client_errors import client_error

PORT, TOKEN = 8470, "a-token"
HOST = f"127.0.0.1:{PORT}"
GRAPH = Graph(
    {
        "orders": {
            "stores": ["orders"],
            "publishes": ["OrderPlaced"],
            "consumes": {},
            "queues": {},
            "calls": ["catalog"],
        },
        "catalog": {
            "stores": [],
            "publishes": [],
            "consumes": {"OrderPlaced": []},
            "queues": {},
            "calls": [],
        },
    }
)


def client_of(account, token=TOKEN, host=HOST):
    """A page's requests to a console; ``feed`` is what it follows."""
    feed = Feed(account, BEGAN - timedelta(hours=1))
    app = app_of(Console(feed, lambda: GRAPH), port=PORT, token=TOKEN)
    client = TestClient(app, base_url=f"http://{host}/{token}/", raise_server_exceptions=True)
    client.feed = feed
    return client


@pytest.fixture
def stage():
    return LogsStage()


@pytest.fixture
def page(stage):
    return client_of(stage)


@pytest.fixture
def dead(monkeypatch):
    """A stage with a dead-letter queue whose messages failed."""
    room = StageInMemory()
    name = room.worker("analytics-count-order")
    message = room.sqs.put(name, sent=SENT)
    room.logs.failed(f"{'analytics-count-order'}-function-3-logs", message, "ValueError", "13")
    alarm = {
        "AlarmName": "orders-errors",
        "AlarmArn": "orders-errors",
        "AlarmDescription": "too many errors",
        "StateUpdatedTimestamp": SENT,
        "StateReason": "3 > 1",
    }
    pages = SimpleNamespace(paginate=lambda **_: [{"MetricAlarms": [alarm]}])
    room.services["cloudwatch"] = SimpleNamespace(get_paginator=lambda name: pages)
    room.endpoint = "http://127.0.0.1:1"
    return room


@pytest.mark.parametrize(
    ("path", "headers", "why"),
    [
        ("/api/stage", {"Host": "evil.example"}, "the Host must be 127.0.0.1:8470 or localhost"),
        ("/api/stage", {"Host": "127.0.0.1:1"}, "the Host must be"),
        ("/api/stage", {"Host": "127.0.0.1"}, "the Host must be"),
        ("/api/stage", {"Host": f"{HOST}.evil.example"}, "the Host must be"),
        ("/api/stage", {"Origin": "http://evil.example"}, "the Origin is another site's"),
        ("/api/stage", {"Origin": "null"}, "the Origin is another site's"),
        ("/api/stage", {"Origin": f"https://{HOST}"}, "the Origin is another site's"),
        ("/api/stage", {"Origin": "http://127.0.0.1:9"}, "the Origin is another site's"),
        ("/", {"Host": "evil.example"}, "the Host must be"),
    ],
)
def test_requests_for_another_host_or_from_another_site_are_refused(page, path, headers, why):
    for method in ("GET", "POST"):
        answer = page.request(method, path, headers=headers)
        assert answer.status_code == 403
        assert why in answer.json()["error"]


@pytest.mark.parametrize("token", ["", "wrong", "a-toke", "a-token-", "A-TOKEN", "%61-tokem"])
@pytest.mark.parametrize("path", ["", "main.js", "api/stage", "api/events"])
def test_without_the_token_nothing_is_served(stage, token, path):
    client = client_of(stage)
    answer = client.get(f"http://{HOST}/{token}/{path}" if token else f"http://{HOST}/{path}")
    assert answer.status_code == 403
    assert "the token is not this console's" in answer.json()["error"]


def test_its_own_page_is_served_under_both_names_of_this_machine(stage):
    for host in (HOST, f"localhost:{PORT}"):
        page = client_of(stage, host=host)
        assert page.get("api/stage", headers={"Origin": f"http://{host}"}).status_code == 200
        answer = page.get("")
        assert answer.status_code == 200
        assert "<title>Console</title>" in answer.text
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    script = page.get("main.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert page.get("../server.py").status_code == 403
    assert page.get("%2e%2e/server.py").status_code == 404


def test_the_page_loads_nothing_from_elsewhere(page):
    names = ("", "console.css", *(f"{n}.js" for n in ("main", "api", "dom", "map", "orders")))
    for name in (*names, "repair.js"):
        text = page.get(name).text.replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, name
        assert "innerHTML" not in text, name


def test_the_map_has_the_ends_of_every_edge_and_no_style_of_its_own(page):
    text = page.get("api/map").text
    assert '<path data-from="orders" data-to="OrderPlaced"' in text
    assert '<path data-from="OrderPlaced" data-to="catalog"' in text
    assert '<path class="calls" data-from="orders" data-to="catalog"' in text
    assert 'data-name="OrderPlaced"' in text
    assert "<style" not in text


@pytest.mark.parametrize(
    ("record", "flow"),
    [
        (said(event="OrderPlaced"), ("orders", "OrderPlaced", False)),
        (
            said(message="x", outcome="succeeded", message_type="OrderPlaced", service="inventory"),
            ("OrderPlaced", "inventory", False),
        ),
        (said(outcome="failed", error_type="KeyError"), ("orders", "", True)),
        (said(message="order placed"), None),
        (said(outcome="succeeded"), None),
    ],
)
def test_a_line_about_an_event_is_a_flow_along_an_edge(record, flow):
    assert flow_of(line_of(record)) == flow


def test_a_look_sends_each_new_event_once_and_counts_orders(stage, page):
    began = (datetime.now(UTC) - BEGAN).total_seconds() - 1
    stage.logs.write("orders-a-logs-1a2b3c4", began, said(event="OrderPlaced"))
    stage.logs.write("orders-a-logs-1a2b3c4", began + 0.1, said(2, event="OrderPlaced"))
    stage.logs.write("orders-a-logs-1a2b3c4", began + 0.2, said(event="OrderCancelled"))
    found = page.feed.look()
    placed = {"source": "orders", "target": "OrderPlaced", "failed": False, "count": 2}
    assert placed in found["flows"]
    assert found["orders"] == {"open": 1, "confirmed": 0, "cancelled": 1}
    assert page.feed.look()["flows"] == []


def test_orders_of_before_are_read_at_the_start(stage, page):
    stage.logs.write("orders-a-logs-1a2b3c4", 0, said(event="OrderPlaced"))
    stage.logs.write("orders-a-logs-1a2b3c4", 1, said(event="OrderConfirmed"))
    page.feed.begin(BEGAN + timedelta(minutes=1))
    assert page.feed.book.counts() == {"open": 0, "confirmed": 1, "cancelled": 0}
    [order] = page.get("api/orders").json()["orders"]
    assert (order["id"], order["status"], order["event"]) == (
        *("order-1", "confirmed", "OrderConfirmed"),
    )


def test_what_is_written_while_the_console_begins_reaches_the_map(stage, page):
    stage.logs.write("orders-a-logs-1a2b3c4", 0, said(event="OrderPlaced"))
    page.feed.begin(BEGAN + timedelta(seconds=10))
    stage.logs.write("orders-a-logs-1a2b3c4", 20, said(event="OrderConfirmed"))
    [flow] = [each for each in page.feed.look()["flows"] if each["target"] == "OrderConfirmed"]
    assert flow["count"] == 1
    assert page.feed.book.counts() == {"open": 0, "confirmed": 1, "cancelled": 0}


def test_a_cancelled_order_keeps_its_reason_whatever_is_published_after(page):
    ended = {"event": "OrderCancelled", "reason": "no carrier goes to AQ"}
    for second, more in enumerate(
        ({"event": "OrderPlaced"}, ended, {"event": "InventoryReleased"})
    ):
        page.feed.book.take(line_of(said(**more), second))
    [order] = page.get("api/orders").json()["orders"]
    assert (order["status"], order["event"]) == ("cancelled", "InventoryReleased")
    assert order["reason"] == "no carrier goes to AQ"


def test_every_page_that_is_open_is_sent_what_is_new_and_one_that_hangs_misses_it(page):
    async def opened():
        first, slow = page.feed.events(), page.feed.events()
        assert json.loads((await anext(first))[6:])["flows"] == []
        await anext(slow)
        for number in range(MOST_WAITING + 5):
            page.feed.send({"number": number})
            if number < 3:
                assert await anext(first) == f'data: {{"number": {number}}}\n\n'
        await first.aclose()
        return len(page.feed._pages)

    assert asyncio.run(opened()) == 1


def test_a_look_that_fails_is_said_and_the_next_one_made(page, monkeypatch):
    looks = iter([RuntimeError("away"), {"flows": [], "lines": 7}])

    def look():
        found = next(looks, None)
        if isinstance(found, Exception):
            raise found
        return found

    async def followed():
        sent = []
        monkeypatch.setattr(page.feed, "look", look)
        monkeypatch.setattr(page.feed, "send", sent.append)
        monkeypatch.setattr(type(page.feed), "every", 0)
        following = asyncio.create_task(page.feed.follow())
        while len(sent) < 2:
            await asyncio.sleep(0)
        following.cancel()
        return sent

    first, second, *_ = asyncio.run(followed())
    assert first["problem"] == "the log cannot be read: away"
    assert second == {"flows": [], "lines": 7}
    assert page.feed.problem == ""


def test_the_journey_of_an_order_is_that_of_trace(stage, page, monkeypatch):
    monkeypatch.setattr(dead_letter_queue, "queues_of", lambda account: [])
    stage.logs.write("orders-a-logs-1a2b3c4", 0, said(event="OrderPlaced"))
    stage.logs.write("inventory-a-logs-1a2b3c4", 1, said(order_id=None, service="inventory"))
    found = page.get("api/journeys/order-1").json()
    assert found["correlationIds"] == ["c-1"]
    assert [step["service"] for step in found["steps"]] == ["orders", "inventory"]
    missing = page.get("api/journeys/nothing")
    assert missing.status_code == 400
    assert "has nothing" in missing.json()["error"]


def test_lines_are_found_by_an_id_and_the_last_are_shown(stage, page):
    for number in range(LINES_SHOWN + 1):
        stage.logs.write("orders-a-logs-1a2b3c4", number / 100, said(event=f"E{number}"))
    found = page.get("api/lines", params={"id": "c-1"}).json()
    assert (found["total"], len(found["lines"])) == (LINES_SHOWN + 1, LINES_SHOWN)
    assert "event=E1" in found["lines"][0]["words"].split()
    refused = page.get("api/lines", params={"id": 'a" | limit'})
    assert (refused.status_code, "digits and" in refused.json()["error"]) == (400, True)


def test_queues_and_alarms_are_those_of_status(dead):
    found = client_of(dead).get("api/health").json()
    assert found["queues"] == [
        {"name": "analytics-count-order-dead-letters-2", "waiting": 1, "dead": True},
        {"name": "analytics-count-order-queue-1", "waiting": 0, "dead": False},
    ]
    [alarm] = found["alarms"]
    assert (alarm["name"], alarm["reason"]) == ("orders-errors", "3 > 1")


def test_a_dead_letter_queue_is_shown_by_error_and_redriven_with_a_reason(dead):
    page = client_of(dead)
    name = "analytics-count-order-dead-letters-2"
    found = page.get(f"api/dead-letters/{name}").json()
    assert found["source"] == "analytics-count-order-queue-1"
    [error] = found["errors"]
    assert (error["error"], error["count"], error["words"]) == ("ValueError", 1, "13")
    url = f"api/dead-letters/{name}/redrive"
    assert page.post(url, json={"reason": "fixed"}).json() == {
        "queue": name,
        "target": "analytics-count-order-queue-1",
        "dryRun": False,
        "moved": {"ValueError": 1},
        "kept": {},
        "left": 0,
    }
    assert len(dead.sqs.ids("analytics-count-order-queue-1")) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"json": {"reason": " "}}, "reason must have 1 to 200 characters, got 0"),
        ({"json": {}}, "reason must have"),
        ({"json": {"reason": "x" * 201}}, "got 201"),
        ({"json": {"reason": "x", "error": "e" * 201}}, "error must have 1 to 200"),
        ({"json": []}, "the body must be a JSON object"),
        ({"content": "x", "headers": {"Content-Type": "application/json"}}, "a JSON object"),
        ({"content": "reason=x"}, "the body must be application/json"),
        ({"data": {"reason": "x"}}, "the body must be application/json"),
    ],
)
def test_a_redrive_that_says_no_reason_moves_nothing(dead, given, why):
    answer = client_of(dead).post("api/dead-letters/analytics-count-order/redrive", **given)
    assert answer.status_code == 400
    assert why in answer.json()["error"]
    assert "SendMessage" not in dead.sqs.calls


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("api/orders?page=0", "page must be a whole number from 1 to"),
        ("api/orders?page=x", "got 'x'"),
        ("api/orders?status=nope", "status must be one of open, confirmed, cancelled"),
        ("api/dead-letters/nope", "there is no dead-letter queue nope"),
    ],
)
def test_wrong_requests_are_said(dead, path, why):
    answer = client_of(dead).get(path)
    assert answer.status_code == 400
    assert why in answer.json()["error"]


class FakeShop:
    """Stands for the APIs of a stage; records the requests."""

    def __init__(self, *account):
        self.calls = []

    def sign_in(self, user, group=None):
        return user

    def parameter(self, service, key):
        return key

    def request(self, method, service, path, token, body, **headers):
        self.calls.append((method, path, body))
        return {"orderId": "o-1"}

    def client(self, service):
        return SimpleNamespace(put_events=lambda Entries: self.calls.append(Entries[0]))  # noqa: N803


@pytest.fixture
def shop(monkeypatch):
    made = FakeShop()
    monkeypatch.setattr(placing, "Shop", lambda *account: made)
    return made


@pytest.mark.parametrize("kind", placing.KINDS)
def test_the_form_places_orders_of_each_kind(page, shop, kind):
    wanted = placing.KINDS[kind]
    assert page.post("api/orders", json={"kind": kind, "count": 2}).json() == {
        "kind": kind,
        "orders": ["o-1", "o-1"],
    }
    line = {"itemId": wanted.item, "quantity": wanted.quantity}
    order = ("POST", "/orders", {"lines": [line], **wanted.body})
    transfer = ("POST", "/payments/o-1/transfer", {"outcome": wanted.transfer})
    assert shop.calls.count(order) == 2
    assert shop.calls.count(transfer) == (2 if wanted.transfer else 0)
    delivered = [body["lines"] for _, path, body in shop.calls if path == "/deliveries"]
    assert delivered == ([] if kind == "no-stock" else [[{"itemId": wanted.item, "quantity": 2}]])


def test_a_broken_event_is_published_without_its_data(page, shop):
    answer = page.post("api/orders", json={"kind": placing.BROKEN})
    assert answer.json() == {"kind": placing.BROKEN, "orders": []}
    [entry] = shop.calls
    assert (entry["Source"], entry["DetailType"]) == ("orders", "OrderConfirmed")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "nope"}, "kind must be one of confirmed, transfer"),
        ({"kind": "confirmed", "count": 51}, "count must be a whole number from 1 to 50, got '51'"),
        ({"kind": "confirmed", "count": True}, "got 'True'"),
    ],
)
def test_an_order_of_no_known_kind_is_refused(page, shop, given, why):
    answer = page.post("api/orders", json=given)
    assert (answer.status_code, why in answer.json()["error"]) == (400, True)
    assert shop.calls == []


def test_on_aws_the_page_places_no_orders(shop):
    page = client_of(LogsStage(None))
    assert page.get("api/stage").json()["kinds"] == {}
    answer = page.post("api/orders", json={"kind": "confirmed"})
    assert "its orders are placed by its own users" in answer.json()["error"]


def test_an_error_of_aws_is_said_and_does_not_end_the_server(page, stage, monkeypatch):
    denied = client_error("sts", "AccessDenied", "GetResources")
    monkeypatch.setattr(stage, "tagged", mock.Mock(side_effect=denied))
    answer = page.get("api/health")
    assert answer.status_code == 502
    assert "AccessDenied" in answer.json()["error"]
