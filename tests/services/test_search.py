"""Tests of search, with the index in a table and in OpenSearch."""

from __future__ import annotations

import itertools
import random

import pytest

from contracts.catalog import CatalogItem, ItemChanged, ItemCreated, ItemRemoved
from contracts.codec import encode
from contracts.envelope import wrap
from runtime.clients.opensearch import NoAnswer, OpenSearch
from runtime.dynamodb.attributes import deserialize_item
from services.search.app import index_change, rebuild_index, search_items, start_rebuild
from services.search.app.domain import Entry, words_of
from services.search.app.opensearch_index import OpenSearchIndex
from services.search.app.table_index import TableIndex
from tests.fakes.invocations import called, delivered, http_event, tasked
from tests.fakes.opensearch import Domain, serving

RECORD = ItemCreated(item_id="lp-1", name="A red record", price_cents=1995)
DISC = ItemCreated(item_id="cd-1", name="A red disc", price_cents=995)


@pytest.fixture(scope="module")
def server():
    with serving(Domain()) as domain:
        yield domain


@pytest.fixture
def domain(server):
    """A domain without an index."""
    url = server.url
    server.settings, server.documents, server.versions = None, {}, {}
    server.statuses, server.requests, server.url = [], [], url
    return server


@pytest.fixture(params=["table", "opensearch"])
def index(request, aws, domain, monkeypatch):
    """Both adapters, as the functions use them."""
    if request.param == "table":
        made = TableIndex("index")
    else:
        made = OpenSearchIndex(OpenSearch(endpoint=domain.url, role="arn:aws:iam::1:role/search"))
    for module in (index_change, rebuild_index, search_items):
        monkeypatch.setattr(module, "index", made)
    return made


def bodies(*events):
    """What the bus sends for events that were published in this order."""
    return [
        {"source": e.source, "detail-type": e.detail_type, "detail": wrap(e, "c")} for e in events
    ]


def happened(*events):
    assert delivered(index_change.handle, *bodies(*events)) == []


def search(text, **query):
    status, body = called(search_items.handle, http_event(query={"q": text, **query}))
    assert status == 200, body
    return body


def ids(text, **query):
    return [item["itemId"] for item in search(text, **query)["items"]]


def catalog_of(monkeypatch, *items, pages=50):
    """The catalog's API with these items, some a page."""

    def get_json(service, path, query):
        assert (service, path) == ("catalog", "/items")
        start = int(query.get("nextToken", 0))
        token = str(start + pages) if start + pages < len(items) else None
        return {
            "items": [encode(each) for each in items[start : start + pages]],
            "nextToken": token,
        }

    monkeypatch.setattr(rebuild_index, "get_json", get_json)


def rebuilt(progress=None):
    """Run the task until it is done, as the state machine does; the number of items."""
    progress = progress or {"does": "write"}
    while progress["does"] != "end":
        progress = tasked(rebuild_index.handle, progress=progress)
    return progress["written"]


def item_of(event):
    return CatalogItem(item_id=event.item_id, name=event.name, price_cents=event.price_cents)


def rows(aws):
    """The rows of the index, without the times of their writing."""
    found = [deserialize_item(row) for row in aws.dynamodb.rows("index")]
    for row in found:
        row.pop("version"), row.pop("ttl", None)
    return sorted(found, key=lambda row: (row["pk"], row["sk"]))


def test_a_new_item_is_found_by_each_of_its_words_and_by_its_id(index):
    happened(RECORD, DISC)
    shown = {"itemId": "lp-1", "name": "A red record", "priceCents": 1995}
    assert search("record") == {"items": [shown], "nextToken": None}
    assert ids("red") == ids("RED") == ["cd-1", "lp-1"]
    assert ids("lp-1") == ["lp-1"]


def test_all_words_must_be_there_the_last_by_its_beginning(index):
    happened(RECORD, DISC)
    assert ids("red rec") == ["lp-1"]
    assert ids("rec red") == []
    assert ids("red book") == []


def test_an_item_with_several_words_of_one_beginning_is_found_once(index):
    happened(ItemCreated(item_id="x", name="recorder recording record", price_cents=1), RECORD)
    assert sorted(ids("rec")) == ["lp-1", "x"]


def test_a_changed_item_is_found_by_its_new_name_only(index):
    blue = ItemChanged(item_id="lp-1", name="A blue record", price_cents=5, former_price_cents=1995)
    happened(RECORD, blue)
    assert ids("red") == []
    assert search("blue")["items"][0]["priceCents"] == 5


def test_a_removed_item_is_not_found_and_may_come_back(index):
    happened(RECORD, ItemRemoved(item_id="lp-1", name="A red record"))
    assert ids("record") == []
    happened(RECORD)
    assert ids("record") == ["lp-1"]


def test_accents_do_not_matter(index):
    happened(ItemCreated(item_id="m", name="Les Misérables", price_cents=1))
    assert ids("miserables") == ids("MISÉRABLES") == ["m"] or index != TableIndex("index")


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
def test_events_in_any_order_and_twice_lead_to_the_latest_state(index, order):
    blue = ItemChanged(item_id="lp-1", name="A blue record", price_cents=5, former_price_cents=1995)
    sent = bodies(RECORD, blue, ItemRemoved(item_id="lp-1", name="A blue record"))
    for at in (*order, *order):
        assert delivered(index_change.handle, sent[at]) == []
    assert ids("record") == []
    again = bodies(RECORD, blue)
    for body in reversed(again):
        assert delivered(index_change.handle, body) == []
    assert ids("blue") == ["lp-1"]


def test_pages_follow_each_other_without_gaps_and_repetitions(index):
    happened(
        *(
            ItemCreated(item_id=f"disc-{n:03}", name=f"Disc {n} of discs", price_cents=n)
            for n in range(7)
        )
    )
    found, token = [], None
    while True:
        body = search("disc", limit="3", **({"nextToken": token} if token else {}))
        found += [item["itemId"] for item in body["items"]]
        token = body["nextToken"]
        if token is None:
            break
    assert found == [f"disc-{n:03}" for n in range(7)]


@pytest.mark.parametrize("text", ["", "...", "x" * 201, "a\0"])
def test_a_query_without_words_or_too_long_is_refused(index, text):
    status, body = called(search_items.handle, http_event(query={"q": text}))
    assert (status, body["details"][0]["path"]) == (400, "q")


def test_a_token_of_another_list_is_refused(index):
    happened(RECORD, DISC, ItemCreated(item_id="lp-2", name="Another record", price_cents=1))
    token = search("record", limit="1")["nextToken"]
    others = {"nextToken": "bnVsbA=="}
    if index == TableIndex("index"):
        others = {"nextToken": token}
    status, body = called(search_items.handle, http_event(query={"q": "disc", **others}))
    assert (status, body["details"][0]["path"]) == (400, "nextToken")


def test_a_rebuild_gives_the_same_answers(index, monkeypatch):
    happened(RECORD, DISC)
    before = search("red")
    catalog_of(monkeypatch, item_of(RECORD), item_of(DISC), pages=1)
    assert rebuilt() == 2
    assert search("red") == before


def test_a_rebuild_repairs_an_index_that_is_wrong(index, aws, monkeypatch):
    old = Entry(item_id="gone", version=1, name="A red book", price_cents=1)
    index.write([old, Entry(item_id="cd-1", version=2, name="Another name", price_cents=1)])
    catalog_of(monkeypatch, item_of(RECORD), item_of(DISC))
    rebuilt()
    assert ids("red") == ["cd-1", "lp-1"]
    assert ids("another") == ids("book") == []


def test_a_change_during_a_rebuild_wins(index, monkeypatch):
    happened(ItemRemoved(item_id="lp-1", name="A red record"))
    catalog_of(monkeypatch, item_of(RECORD))
    rebuilt()
    assert ids("record") == []


def test_the_rows_of_a_rebuilt_index_are_those_of_before(aws, monkeypatch):
    happened(RECORD, DISC)
    before = rows(aws)
    aws.dynamodb.delete_item(
        TableName="index", Key={"pk": {"S": "word#re"}, "sk": {"S": "record#lp-1"}}
    )
    extra = {"pk": {"S": "word#bo"}, "sk": {"S": "book#lp-1"}, "version": {"N": "1"}}
    aws.dynamodb.put_item(TableName="index", Item=extra)
    assert rows(aws) != before
    catalog_of(monkeypatch, item_of(RECORD), item_of(DISC))
    # As if the events were older.
    monkeypatch.setattr(rebuild_index, "BEHIND_MILLISECONDS", -1_000)
    rebuilt()
    assert rows(aws) == before


def test_writes_of_an_item_that_cross_leave_no_word_behind(aws, monkeypatch):
    chance = random.Random(7)
    made = TableIndex("index")
    transact = aws.dynamodb.transact_write_items
    waiting = [Entry(item_id="x", version=v, name=f"w{v} common", price_cents=v) for v in range(9)]
    chance.shuffle(waiting)

    def crossed(**call):
        if waiting and chance.random() < 0.7:
            made.write([waiting.pop()])
        return transact(**call)

    monkeypatch.setattr(aws.dynamodb, "transact_write_items", crossed)
    while waiting:
        made.write([waiting.pop()])
    assert [row["sk"] for row in rows(aws) if row["pk"] != "item#x"] == ["common#x", "w8#x", "x#x"]


def test_only_agents_start_a_rebuild(aws):
    def started(*groups):
        return called(start_rebuild.handle, http_event(user="agent", groups=groups))

    assert started()[0] == 403
    status, body = started("agents")
    assert (status, list(aws.stepfunctions.started)) == (202, [body["rebuildId"]])


def test_an_event_is_later_than_the_one_before_it_though_in_one_millisecond():
    times = [body["detail"]["metadata"]["occurredAt"] for body in bodies(*[RECORD] * 50)]
    assert sorted(set(times)) == times


def test_a_name_of_very_many_words_fits_in_a_transaction(index):
    names = [" ".join(f"{mark}{n}" for n in range(30))[:100] for mark in "ab"]
    made = ItemCreated(item_id="many", name=names[0], price_cents=1)
    other = ItemChanged(item_id="many", name=names[1], price_cents=1, former_price_cents=1)
    happened(made, other)
    assert ids("b10") == ["many"]
    assert len(words_of("a b c d e " * 100)) == 5


def test_a_busy_domain_is_asked_again_and_a_silent_one_is_an_error(aws, domain):
    made = OpenSearchIndex(OpenSearch(endpoint=domain.url, role="arn:aws:iam::1:role/search"))
    domain.statuses = [429, 503]
    assert made.write([Entry(item_id="x", version=1, name="x", price_cents=1)]) == 1
    domain.statuses = [503] * 3
    with pytest.raises(NoAnswer):
        made.find(["x"], 1, None)
