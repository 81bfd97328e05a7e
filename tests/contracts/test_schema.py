"""Tests of the schemas, and of those on record for each version of an event."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from dataclasses import dataclass
from itertools import product

import jsonschema
import pytest

from contracts import schema
from contracts.codec import encode
from contracts.draft4 import to_draft4
from contracts.envelope import wrap
from contracts.event import Event
from contracts.inventory import Delivery
from contracts.limits import days_of_years
from contracts.orders import OrderLine, OrderPlaced, PlaceOrder
from microservice.card import Card
from program.cards import CARDS, EVENTS
from program.schemas import changed_schemas
from tests.contracts.one_of_each import ONE_OF_EACH


def test_every_version_keeps_its_schema():
    assert changed_schemas(CARDS) == []


def test_every_schema_on_record_is_of_a_published_event():
    known = {event.detail_type for event in EVENTS}
    assert {path.stem.rpartition("-v")[0] for path in schema.SCHEMAS.iterdir()} == known


@dataclass(frozen=True, kw_only=True)
class Changed(Event, source="orders"):
    """Stands in for a later ``OrderPlaced``."""

    order_id: str


@pytest.fixture
def changed(monkeypatch):
    monkeypatch.setattr(Changed, "detail_type", "OrderPlaced")
    monkeypatch.setattr(Changed, "version", OrderPlaced.version)
    return Changed


def cards_with(event):
    """Two services: one publishes the event, one consumes it."""
    about = {"type_token": "", "capability": "", "context": "", "team": "", "owns": ()}
    return (
        Card(name="orders", publishes=(event,), **about),
        Card(name="inventory", subscribes={event: ()}, **about),
    )


def test_a_change_without_a_new_version_names_publisher_and_consumers(changed):
    assert changed_schemas(cards_with(changed)) == [
        "OrderPlaced is published by orders and consumed by inventory, but its schema is no longer "
        "that of version 2: give it version=3, then run python -m program.schema_check --write"
    ]


def test_a_new_version_is_recorded_beside_the_old(changed, monkeypatch, tmp_path):
    schema.write_missing([OrderPlaced], tmp_path)
    monkeypatch.setattr(changed, "version", 3)
    assert "has no schema on record" in changed_schemas(cards_with(changed), tmp_path)[0]
    assert schema.write_missing([changed], tmp_path) == [tmp_path / "OrderPlaced-v3.json"]
    assert changed_schemas(cards_with(OrderPlaced), tmp_path) == []
    assert changed_schemas(cards_with(changed), tmp_path) == []


def test_a_schema_on_record_is_never_overwritten(changed, tmp_path):
    schema.write_missing([OrderPlaced], tmp_path)
    assert schema.write_missing([changed], tmp_path) == []
    assert changed_schemas(cards_with(changed), tmp_path) != []


def test_descriptions_are_not_part_of_the_schema(tmp_path):
    schema.write_missing([OrderPlaced], tmp_path)
    text = schema.schema_file(OrderPlaced, tmp_path).read_text()
    assert "description" not in text


def test_there_is_one_of_each():
    assert {type(event) for event in ONE_OF_EACH} == set(EVENTS)


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.detail_type)
def test_every_event_has_the_schema_on_record(event):
    written = json.loads(schema.schema_file(type(event)).read_text())
    jsonschema.validate(wrap(event, "id-1"), written)
    jsonschema.Draft4Validator(schema.registry_schema(type(event))).validate(wrap(event, "id-1"))
    spoilt = wrap(event, "id-1")
    spoilt["data"]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoilt, written)


def test_a_request_model_is_in_draft_4():
    model = schema.request_model(PlaceOrder)
    jsonschema.Draft4Validator.check_schema(model)
    assert model["$schema"] == "http://json-schema.org/draft-04/schema#"
    text = json.dumps(model)
    assert not [word for word in ("$ref", "$defs", "anyOf", "const", "title") if word in text]
    assert model["additionalProperties"] is False
    assert model["properties"]["lines"]["items"]["required"] == ["itemId", "quantity"]
    assert model["properties"]["userId"]["type"] == ["string", "null"]


@pytest.mark.parametrize(
    ("spoil", "is_valid"),
    [
        ({}, True),
        ({"userId": None}, True),
        ({"orderedOn": "1997-01-01"}, True),
        ({"userId": ""}, False),
        ({"paymentMethod": "gold"}, False),
        ({"lines": []}, False),
        ({"lines": [{"itemId": "a b", "quantity": 1}]}, False),
        ({"lines": [{"itemId": "disc", "quantity": 1.5}]}, False),
        ({"surprise": 1}, False),
    ],
)
def test_a_request_model_refuses_what_the_handler_would_refuse(spoil, is_valid):
    order = encode(PlaceOrder(lines=(OrderLine(item_id="disc", quantity=1),)))
    model = jsonschema.Draft4Validator(schema.request_model(PlaceOrder))
    assert model.is_valid({**order, **spoil}) is is_valid


def test_the_pattern_of_days_has_each_day_of_its_years_and_no_other():
    first, last = 1996, 2101
    form = re.compile(days_of_years(first, last))
    for year, month, day in product(range(first - 1, last + 2), range(14), range(33)):
        text = f"{year}-{month:02}-{day:02}"
        is_day = (
            first <= year <= last and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
        )
        assert bool(form.fullmatch(text)) is is_day, text
    assert not form.fullmatch("2026-1-1")


def test_limits_that_exclude_their_bound_are_rewritten():
    assert to_draft4({"type": "integer", "exclusiveMinimum": 0, "const": 5}) == {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "integer",
        "exclusiveMinimum": True,
        "minimum": 0,
        "enum": [5],
    }


def test_an_optional_choice_may_be_null():
    choice = {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}
    assert to_draft4(choice)["enum"] == ["a", None]


@pytest.mark.parametrize(
    "part",
    [
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        {"prefixItems": []},
    ],
)
def test_a_keyword_that_draft_4_lacks_is_refused(part):
    with pytest.raises(ValueError, match="model"):
        to_draft4(part)


def test_a_model_of_every_body_can_be_made():
    assert schema.request_model(Delivery)["properties"]["lines"]["maxItems"] == 90
