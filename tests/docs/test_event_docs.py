"""Tests of the page of events."""

from __future__ import annotations

from dataclasses import fields

import pytest

from program.cards import EVENTS
from tests.docs import event_docs


@pytest.mark.parametrize("event", [*EVENTS, *event_docs.PARTS], ids=lambda kind: kind.__name__)
def test_every_field_of_an_event_says_what_it_is(event):
    rows = list(event_docs._fields(event))
    assert len(rows) == len(fields(event))
    assert [name for name, _, text in rows if text == "."] == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_says_first_what_happened_and_then_what_a_consumer_may_rely_on(event):
    first, *rest = event_docs._paragraphs(event)
    assert first.endswith(".")
    assert "\n" not in first
    assert rest
