"""Tests of the page of events."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from program.cards import EVENTS
from settings import ROOT
from tests.docs import event_docs
from tests.docs.pages import text


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


def test_a_name_in_guides_is_an_event_here_or_is_in_the_example_that_is_named():
    rows = re.findall(r"^\| `([\w.-]+)` \| (.+) \|$", names_in_guides(), re.MULTILINE)
    assert len(rows) == 10
    for name, here in rows:
        example = re.search(r"examples/([\w-]+)/", here)
        if example is None:
            assert here.strip("`") in {event.__name__ for event in EVENTS}, name
        else:
            files = (ROOT / "examples" / example[1]).rglob("*.py")
            assert any(name in file.read_text("utf-8") for file in files), name


def names_in_guides() -> str:
    """The section of the page about the names that others use."""
    return text(ROOT / "docs" / "events.md").split("## Names in guides")[1].split("\n## ")[0]
