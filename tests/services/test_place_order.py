"""Tests of placing an order."""

from __future__ import annotations

import pytest

from runtime.cache import Cache
from runtime.dynamodb.attributes import deserialize_item
from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.http_errors import NotFound, ServiceUnavailable
from services.orders.app import place_order, prices
from tests.fakes.invocations import CONTEXT, called, rest_event

DISC = {"itemId": "disc", "quantity": 2}


@pytest.fixture(autouse=True)
def catalog(monkeypatch):
    """A catalog of two items; ``asked`` says which were looked up."""
    asked = []

    def answer(service, path, query):
        asked.append(query["items"])
        known = {"disc": 1500, "free": 0}
        wanted = query["items"].split(",")
        return {
            "prices": {item: known[item] for item in wanted if item in known},
            "unknown": [item for item in wanted if item not in known],
        }

    monkeypatch.setattr(prices, "get_json", answer)
    return asked


def place(user="ann", key="key-1", groups=(), lines=(DISC,), correlation="", **more):
    headers = {"idempotency-key": key, "x-correlation-id": correlation}
    event = rest_event(
        user=user,
        groups=groups,
        body={"lines": list(lines), **more},
        headers={name: value for name, value in headers.items() if value},
    )
    return called(place_order.handle, event)


def kept(aws):
    [row] = aws.dynamodb.rows("orders")
    return deserialize_item(row)


def test_a_new_order_is_accepted_and_kept(aws):
    status, body = place(shipTo="FR")
    assert status == 202
    assert body == {
        "message": "the order is on its way",
        "orderId": body["orderId"],
        "status": "PLACED",
        "totalCents": 3000,
    }
    row = kept(aws)
    assert row["orderId"] == body["orderId"]
    assert row["lines"] == [{"itemId": "disc", "quantity": 2, "unitCents": 1500}]
    assert (row["userId"], row["units"], row["shipTo"]) == ("ann", 2, "FR")


def test_an_order_goes_to_great_britain_if_nothing_else_is_said(aws):
    place()
    assert kept(aws)["shipTo"] == "GB"


def test_a_new_order_keeps_the_mode_of_its_day(aws, monkeypatch):
    place(key="a")
    assert kept(aws)["mode"] == "choreography"
    monkeypatch.setattr(place_order, "ORDER_MODE", "saga")
    place(key="b")
    assert [row["mode"]["S"] for row in aws.dynamodb.rows("orders")] == ["choreography", "saga"]


def test_an_order_remembers_in_which_conversation_it_was_placed(aws):
    place(correlation="talk-7")
    assert kept(aws)["correlationId"] == "talk-7"


def test_only_the_stream_publishes_an_order(aws):
    place()
    place()
    assert aws.events.published() == []


def test_the_same_request_again_is_the_same_order(aws):
    _, first = place()
    status, again = place()
    assert (status, again["orderId"]) == (200, first["orderId"])
    assert len(aws.dynamodb.rows("orders")) == 1


def test_a_repeated_request_returns_the_present_status_of_its_order(aws):
    place()
    [row] = aws.dynamodb.rows("orders")
    row["status"] = {"S": "CONFIRMED"}
    assert place()[1]["status"] == "CONFIRMED"


def test_a_repeated_request_needs_no_catalog_and_no_item_of_then(aws, monkeypatch):
    _, first = place()
    prices.cache.cache_clear()
    for answer in (NotFound("the catalog has no item disc"), ServiceUnavailable("away")):
        monkeypatch.setattr(prices, "get_json", raising(answer))
        status, again = place()
        assert (status, again["orderId"], again["totalCents"]) == (200, first["orderId"], 3000)
    assert place(lines=[{"itemId": "disc", "quantity": 3}])[0] == 422


def test_of_two_requests_at_once_one_places_the_order(aws, monkeypatch):
    """The second one reads before the first one has written."""
    monkeypatch.setattr(LifecycleTable, "find", lambda *_: None)
    assert [place()[0], place()[0]] == [202, 200]
    assert len(aws.dynamodb.rows("orders")) == 1


def raising(error):
    def ask(*_):
        raise error

    return ask


def test_a_key_that_comes_with_another_body_is_refused(aws):
    place()
    status, body = place(lines=[{"itemId": "disc", "quantity": 3}])
    assert status == 422
    assert "key-1" in body["message"]
    assert kept(aws)["units"] == 2


def test_another_user_may_use_the_same_key(aws):
    (first, anns), (second, bobs) = place(user="ann"), place(user="bob")
    assert (first, second) == (202, 202)
    rows = {row["orderId"]["S"]: row["userId"]["S"] for row in aws.dynamodb.rows("orders")}
    assert rows == {anns["orderId"]: "ann", bobs["orderId"]: "bob"}


def test_an_unknown_item_is_named(aws):
    status, body = place(lines=[DISC, {"itemId": "ghost", "quantity": 1}])
    assert (status, [each["given"] for each in body["details"]]) == (404, ["ghost"])
    assert "ghost" in body["message"]
    assert aws.dynamodb.rows("orders") == []


def test_prices_are_cached_for_a_minute(aws, catalog, monkeypatch):
    place(key="a")
    place(key="b")
    assert catalog == ["disc"]
    now = [0.0]
    monkeypatch.setattr(prices.cache, "_clock", lambda: now[0])
    prices.cache.cache_clear()
    for now[0] in (0.0, 59.0, 61.0):
        prices.prices_of(["disc"])
    assert catalog == ["disc", "disc", "disc"]


def test_an_order_of_more_items_than_the_cache_holds_has_every_price(monkeypatch):
    monkeypatch.setattr(prices, "cache", Cache(size=1))
    assert prices.prices_of(["disc", "free"]) == {"disc": 1500, "free": 0}


def test_an_order_of_nothing_but_gifts_is_an_order(aws):
    status, body = place(lines=[{"itemId": "free", "quantity": 1}])
    assert (status, body["totalCents"]) == (202, 0)


def test_every_problem_of_a_body_is_returned_at_once(aws):
    status, body = place(lines=[{"itemId": "disc", "quantity": 0}], colour="red")
    assert status == 400
    assert [(d["path"], d["given"]) for d in body["details"]] == [
        ("lines[0].quantity", "0"),
        ("colour", "an unknown field"),
    ]


@pytest.mark.parametrize("lines", [[], [DISC] * 91])
def test_an_order_has_one_to_ninety_lines(aws, lines):
    status, body = place(lines=lines)
    assert status == 400
    assert body["details"][0]["path"] == "lines"


@pytest.mark.parametrize("key", [None, "k" * 129, "a\0b", "\ud800", "a\nb"])
def test_a_request_without_a_usable_key_is_refused(aws, key):
    status, body = place(key=key)
    assert (status, body["details"][0]["path"]) == (400, "Idempotency-Key")
    assert aws.dynamodb.rows("orders") == []


@pytest.mark.parametrize("user", ["", "a\0b", "\u202ebob", "bob\nann", "\ud800", "b" * 129])
def test_a_customer_who_cannot_be_is_refused(aws, user):
    status, body = place(user="agent", groups=["agents"], userId=user)
    assert (status, body["details"][0]["path"]) == (400, "userId")


WITHIN = "a day from 1970-01-01 to 2099-12-31"


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        ("0001-01-01", WITHIN),
        ("1969-12-31", WITHIN),
        ("9999-12-31", WITHIN),
        ("2099-12-31", "at most 2026-11-23"),
        ("2026-11-24", "at most 2026-11-23"),
    ],
)
def test_a_day_that_cannot_be_is_refused(aws, monkeypatch, day, limit):
    monkeypatch.setattr(place_order, "now", lambda: "2026-11-22T10:00:00.000Z")
    status, body = place(user="agent", groups=["agents"], orderedOn=day)
    assert status == 400
    assert body["details"] == [{"path": "orderedOn", "limit": limit, "given": day}]


def test_a_day_that_has_begun_in_the_east_is_a_day(aws, monkeypatch):
    monkeypatch.setattr(place_order, "now", lambda: "2026-11-22T10:00:00.000Z")
    assert place(user="agent", groups=["agents"], orderedOn="2026-11-23")[0] == 202


def test_an_order_without_a_token_is_refused(aws):
    assert place(user=None)[0] == 401


def test_an_agent_orders_for_others_and_on_other_days(aws):
    status, _ = place(user="agent", groups=["agents"], userId="bob", orderedOn="1997-01-01")
    assert status == 202
    [row] = aws.dynamodb.rows("orders")
    assert (row["userId"]["S"], row["orderedOn"]["S"]) == ("bob", "1997-01-01")


@pytest.mark.parametrize("more", [{"userId": "bob"}, {"orderedOn": "1997-01-01"}])
def test_a_customer_may_not(aws, more):
    assert place(**more)[0] == 403
    assert aws.dynamodb.rows("orders") == []


def test_a_user_may_say_who_they_are(aws):
    assert place(userId="ann")[0] == 202


def test_a_catalog_that_does_not_answer_makes_no_order(aws, monkeypatch):
    def ask(*_):
        raise ServiceUnavailable("catalog does not answer")

    monkeypatch.setattr(prices, "get_json", ask)
    assert place()[0] == 503
    assert aws.dynamodb.rows("orders") == []


def test_a_catalog_that_answers_nonsense_makes_no_order(aws, monkeypatch):
    monkeypatch.setattr(prices, "get_json", lambda *_: {"prices": {"disc": -1}, "unknown": []})
    assert place()[0] == 503


def test_a_caller_who_must_wait_gets_the_time_when_to_retry(aws, monkeypatch):
    monkeypatch.setattr(prices, "get_json", lambda *_: {})
    event = rest_event(user="ann", body={"lines": [DISC]}, headers={"Idempotency-Key": "k"})
    answer = place_order.handle(event, CONTEXT)
    assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "1")
