"""Tests that what is stored stays as it is, and that rows of an earlier version are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.orders.app import place_order, prices
from tests.services.stored_rows import (
    SCENARIOS,
    answers_of,
    rows_of,
    sample_catalog,
    without_moments,
)

STORED = json.loads(Path(__file__).with_name("stored_rows.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def catalog(monkeypatch):
    monkeypatch.setattr(prices, "get_json", sample_catalog)
    monkeypatch.setattr(place_order, "ORDER_MODE", "choreography")


@pytest.mark.parametrize("service", SCENARIOS)
def test_a_service_stores_the_same_attributes_as_before(aws, service):
    SCENARIOS[service][0](aws)
    assert without_moments(rows_of(aws, service)) == without_moments(STORED[service]["rows"])


@pytest.mark.parametrize("service", SCENARIOS)
def test_rows_that_were_stored_before_give_the_same_answers_and_events(aws, service):
    for table, items in STORED[service]["rows"].items():
        for item in items:
            aws.dynamodb.put_item(TableName=table, Item=item)
    wanted = {name: STORED[service][name] for name in ("answers", "published")}
    assert without_moments(answers_of(aws, service)) == without_moments(wanted)
