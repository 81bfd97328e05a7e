"""Tests of the catalog."""

from __future__ import annotations

import base64
import json

import pytest

from services.catalog.app import (
    delete_item,
    get_import,
    get_item,
    get_prices,
    list_items,
    publish_changes,
    put_item,
    start_import,
    store,
)
from tests.fakes.invocations import called, http_event, published_events, streamed


def put(item="disc", user="agent", groups=("agents",), **body):
    event = http_event(
        user=user,
        groups=groups,
        path={"itemId": item},
        body=body or {"name": "A disc", "priceCents": 1500},
    )
    return called(put_item.handle, event)


def prices(items):
    return called(get_prices.handle, http_event(query={"items": items} if items else None))


def token(key):
    """A token as the lists write it, with any key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def imported(*items, groups=("agents",)):
    event = http_event(user="agent", groups=groups, body={"items": list(items)})
    return called(start_import.handle, event)


def test_an_agent_puts_an_item_that_everybody_reads(aws):
    item = {"itemId": "disc", "name": "A disc", "priceCents": 1500}
    assert put() == (201, item)
    assert called(get_item.handle, http_event(path={"itemId": "disc"})) == (200, item)


def test_an_item_put_again_is_replaced(aws):
    put()
    assert put(name="A record", priceCents=0)[0] == 200
    assert prices("disc") == (200, {"prices": {"disc": 0}, "unknown": []})


def test_only_agents_put_items(aws):
    assert put(user="ann", groups=())[0] == 403
    assert put(user=None)[0] == 401


@pytest.mark.parametrize("item", ["a,b", "a#b", "", "-a", "a" * 65, "a\n"])
def test_an_id_that_could_not_be_asked_for_is_refused(aws, item):
    status, body = put(item)
    assert (status, body["details"][0]["path"]) == (400, "itemId")


def test_an_item_that_is_not_sold_is_not_found(aws):
    status, body = called(get_item.handle, http_event(path={"itemId": "ghost"}))
    assert (status, body["error"]) == (404, "Not Found")
    assert body["message"] == "there is no item ghost"


def test_prices_say_what_is_known_and_what_is_not(aws):
    put()
    assert prices("disc,ghost,disc") == (
        200,
        {"prices": {"disc": 1500}, "unknown": ["ghost"]},
    )


@pytest.mark.parametrize(
    ("items", "path", "limit", "given"),
    [
        (None, "items", "at least 1 entries long", "0 entries"),
        (",", "items", "at least 1 entries long", "0 entries"),
        (",".join(f"i{n}" for n in range(101)), "items", "at most 100 entries long", "101 entries"),
        ("disc," + "x" * 2_049, "items[1]", "at most 64 characters long", "'" + "x" * 79 + "…"),
        ("disc,\0", "items[1]", "of the form ^[A-Za-z0-9][A-Za-z0-9._-]*$", "'\\x00'"),
    ],
    ids=["none", "comma", "101", "2,049 bytes", "nul"],
)
def test_prices_are_asked_for_one_to_a_hundred_items(aws, items, path, limit, given):
    status, body = prices(items)
    assert status == 400
    assert body["details"] == [{"path": path, "limit": limit, "given": given}]
    assert aws.dynamodb.calls == []


def test_a_hundred_prices_are_one_read(aws):
    assert prices(",".join(f"i{n}" for n in range(100)))[0] == 200
    assert aws.dynamodb.calls == ["BatchGetItem"]


def test_a_list_of_items_goes_on_where_its_page_ended(aws):
    for n in range(3):
        put(f"disc-{n}")
    seen, token = [], None
    while True:
        query = {"limit": "2", **({"nextToken": token} if token else {})}
        _, body = called(list_items.handle, http_event(query=query))
        seen += [item["itemId"] for item in body["items"]]
        token = body["nextToken"]
        if token is None:
            break
    assert sorted(seen) == ["disc-0", "disc-1", "disc-2"]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "²"},
        {"limit": "9" * 5_000},
        {"nextToken": "made-up"},
        {"nextToken": "bnVsbA=="},
        *({"nextToken": token({"itemId": key})} for key in ("", "x" * 2_049, "\ud800", "a\0", 1)),
    ],
)
def test_a_page_that_cannot_be_is_refused(aws, query):
    status, body = called(list_items.handle, http_event(query=query))
    [problem], [name] = body["details"], query
    assert (status, problem["path"]) == (400, name)
    assert len(problem["given"]) < 100


@pytest.mark.parametrize("name", ["A\0CD", "two\nlines", "\u202edc A", "\u2066x", "\x7f"])
def test_a_name_with_control_or_direction_characters_is_refused(aws, name):
    put_status, body = put(name=name, priceCents=1)
    assert (put_status, body["details"][0]["path"]) == (400, "name")
    assert "without control and direction characters" in body["message"]
    status, body = imported({**ITEM, "name": name})
    assert (status, body["details"][0]["path"]) == (400, "items[0].name")


def test_names_of_every_language_are_names(aws):
    for name in ("Les Misérables", "שלום", "مرحبا", "क्षत्रिय", "👩\u200d🔬", "日本語"):
        assert put(name=name, priceCents=1)[0] < 300
        [stored] = called(list_items.handle, http_event())[1]["items"]
        assert stored["name"] == name


def test_an_item_with_a_name_of_before_is_still_read(aws):
    store.items.put({"itemId": "old", "name": "two\nlines", "priceCents": 1})
    assert called(list_items.handle, http_event())[1]["items"][0]["name"] == "two\nlines"


ITEM = {"itemId": "disc", "name": "A disc", "priceCents": 1500}


def test_an_import_starts_the_workflow(aws):
    status, body = imported(ITEM)
    assert (status, body["items"]) == (202, 1)
    assert aws.stepfunctions.started == {
        body["importId"]: json.dumps({"items": [ITEM]}, separators=(",", ":"))
    }


def test_the_same_items_may_be_imported_again_after_others(aws):
    ids = [imported({**ITEM, "priceCents": cents})[1]["importId"] for cents in (1, 2, 1)]
    assert len(set(ids)) == 3
    last = json.loads(aws.stepfunctions.started[ids[-1]])
    assert last["items"][0]["priceCents"] == 1


def test_an_import_that_names_an_item_twice_is_refused_and_says_which(aws):
    status, body = imported(ITEM, {**ITEM, "priceCents": 1})
    assert (status, aws.stepfunctions.started) == (400, {})
    assert "disc" in body["message"]


def test_an_import_of_too_many_items_is_refused(aws):
    status, body = imported(*[ITEM] * 501)
    assert (status, body["details"][0]["limit"]) == (400, "at most 500 entries long")


def test_an_import_that_the_workflow_could_not_take_is_refused(aws):
    wide = {"name": "\N{MUSICAL SYMBOL G CLEF}" * 100, "priceCents": 10**8}
    status, body = imported(*[{"itemId": f"{number:064}", **wide} for number in range(500)])
    assert status == 400
    assert "bytes" in body["message"]
    assert aws.stepfunctions.started == {}


def test_only_agents_import(aws):
    assert imported(ITEM, groups=())[0] == 403


def followed(import_id, groups=("agents",)):
    return called(
        get_import.handle, http_event(user="agent", groups=groups, path={"importId": import_id})
    )


def test_an_import_can_be_followed_to_its_end(aws):
    _, started = imported({"itemId": "disc", "name": "A disc", "priceCents": 1500})
    name = started["importId"]
    running = {"importId": name, "status": "RUNNING", "startedAt": "2026-11-21T10:00:00.000+00:00"}
    assert followed(name) == (200, running)
    aws.stepfunctions.ended.add(name)
    ended = {"status": "SUCCEEDED", "endedAt": "2026-11-21T11:00:00.000+00:00"}
    assert followed(name) == (200, {**running, **ended})


@pytest.mark.parametrize("name", ["ghost", "a:b", "x" * 81])
def test_an_import_that_is_not_known_is_not_found(aws, name):
    assert followed(name)[0] == 404


def test_only_agents_follow_imports(aws):
    assert followed("ghost", groups=())[0] == 403


def deleted(item="disc", user="agent", groups=("agents",)):
    event = http_event(user=user, groups=groups, path={"itemId": item})
    return called(delete_item.handle, event)


def test_an_agent_deletes_an_item_and_gets_it_as_it_was(aws):
    put()
    assert deleted() == (200, {"itemId": "disc", "name": "A disc", "priceCents": 1500})
    assert called(get_item.handle, http_event(path={"itemId": "disc"}))[0] == 404
    assert prices("disc") == (200, {"prices": {}, "unknown": ["disc"]})


def test_an_item_that_is_not_there_is_not_deleted(aws):
    status, body = deleted()
    assert (status, body["message"]) == (404, "there is no item disc")


def test_only_agents_delete_items(aws):
    put()
    assert deleted(user="ann", groups=())[0] == 403
    assert deleted(user=None)[0] == 401
    assert called(get_item.handle, http_event(path={"itemId": "disc"}))[0] == 200


def test_every_change_of_an_item_is_an_event_of_its_row(aws):
    put()
    put(name="A disc", priceCents=1400)
    put(name="A record", priceCents=1400)
    deleted()
    streamed(publish_changes.handle, aws.dynamodb.stream(store.items.name))
    item = {"itemId": "disc", "name": "A disc"}
    assert published_events(aws) == [
        ("ItemCreated", {**item, "priceCents": 1500}),
        ("ItemChanged", {**item, "priceCents": 1400, "formerPriceCents": 1500}),
        ("ItemChanged", {**item, "name": "A record", "priceCents": 1400, "formerPriceCents": 1400}),
        ("ItemRemoved", {**item, "name": "A record"}),
    ]


def test_an_item_that_is_written_again_as_it_was_is_no_event(aws):
    put()
    put()
    streamed(publish_changes.handle, aws.dynamodb.stream(store.items.name))
    assert [kind for kind, _ in published_events(aws)] == ["ItemCreated"]


def test_an_item_with_a_name_of_before_can_be_removed(aws):
    store.items.put({"itemId": "old", "name": "two\nlines", "priceCents": 1})
    assert deleted("old")[0] == 200
    streamed(publish_changes.handle, aws.dynamodb.stream(store.items.name))
    assert [kind for kind, _ in published_events(aws)] == ["ItemCreated", "ItemRemoved"]
