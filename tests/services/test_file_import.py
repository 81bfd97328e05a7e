"""Tests of the import of a file of items."""

from __future__ import annotations

import csv
import io

import pytest

from runtime.dynamodb.table import UnprocessedKeys
from services.catalog.app import load_import_part, plan_file_import, store
from tests.fakes.invocations import CONTEXT
from tests.large_files.__main__ import made
from tests.large_files.loading import loaded, rejects, uploaded

FILE = (
    b"priceCents,itemId,name\n"
    b'1995,lp-1,"A\nrecord"\n'
    b"12.5,lp-2,Half\n"
    b"1995,lp-3\n"
    b"1995,,Nothing\n"
    b"1995,lp-4,\xff\n"
    b"2195,lp-5,Another\n"
)
IDS = (
    "ImportedItem: itemId must be at least 1 characters long, got ''; itemId must be of the form "
    "^[A-Za-z0-9][A-Za-z0-9._-]*$, got ''"
)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(plan_file_import, "PART_BYTES", 40)


def items(aws):
    return {row["itemId"]["S"]: row["name"]["S"] for row in aws.dynamodb.rows("items")}


def test_good_rows_are_items_and_bad_ones_are_in_the_file_of_rejects(aws):
    done = loaded(uploaded(aws, FILE))
    assert items(aws) == {"lp-1": "A record", "lp-5": "Another"}
    counts = {"loaded": 2, "items": 2, "rejected": 4, "parts": 2}
    assert {name: done[name] for name in counts} == counts
    head, *found = csv.reader(io.StringIO(rejects(aws, done)))
    assert head == ["line", "reason", "record"]
    assert [(line, reason.splitlines()[0]) for line, reason, _ in found] == [
        ("4", "priceCents must be a whole number"),
        ("5", "2 fields in place of 3"),
        ("6", IDS),
        ("7", "not UTF-8"),
    ]
    assert found[1][2] == '["1995", "lp-3"]'


def test_a_file_that_is_imported_again_loads_only_what_is_left(aws):
    event = uploaded(aws, made(300))
    first = loaded(event, until=40)
    rest = loaded(event)
    assert first["loaded"] > 0
    assert first["loaded"] + rest["loaded"] == rest["items"] == len(items(aws))
    assert loaded(event)["loaded"] == 0


def test_a_file_with_other_columns_is_refused(aws):
    with pytest.raises(plan_file_import.NotItems, match="must have the columns itemId, name"):
        loaded(uploaded(aws, b"id,name\n1,a\n"))


def test_a_file_that_is_replaced_meanwhile_is_not_read(aws):
    event = uploaded(aws, FILE)
    planned = plan_file_import.handle(event, CONTEXT)
    uploaded(aws, FILE + b"1,lp-9,More\n")
    with pytest.raises(Exception, match="PreconditionFailed"):
        load_import_part.handle({"file": planned["file"], "part": planned["parts"][0]}, CONTEXT)


def test_what_dynamodb_leaves_is_sent_again(aws):
    aws.dynamodb.skipped = 3
    done = loaded(uploaded(aws, made(100)))
    assert done["loaded"] == len(items(aws))


def test_what_dynamodb_does_not_take_fails_the_part(aws, monkeypatch):
    def leave(**call):
        return {"UnprocessedItems": call["RequestItems"]}

    monkeypatch.setattr(aws.dynamodb, "batch_write_item", leave)
    with pytest.raises(UnprocessedKeys, match="items: 1 items were not written"):
        store.put_all([store.CatalogItem(item_id="a", name="A", price_cents=1)])
