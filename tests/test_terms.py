"""The terms of CONTRIBUTING.md, searched for in names, docstrings, messages and pages."""

from __future__ import annotations

import pytest

from settings import ROOT
from tests.terms import MOST_TERMS, found_below, found_in, places, replaced, rows


@pytest.mark.parametrize("place", places())
def test_no_replaced_word_is_used(place):
    assert found_below(ROOT / place) == []


def test_the_table_is_short_and_names_each_term_once():
    terms = [term for term, _, _ in rows()]
    assert 30 <= len(terms) <= MOST_TERMS
    assert len(terms) == len(set(terms))
    assert all(meaning for _, meaning, _ in rows())
    assert {"told", "rings", "announce*", "door", "standards"} <= set(replaced())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def test_nobody_hears():", ["nobody", "hears"]),
        ("class AlarmRings:", ["rings"]),
        ("An announcement, ANNOUNCED", ["announcement", "announced"]),
        ("a string, during, outdoors, retold, newsletter", []),
        ("dead letters and dead_letter_queue; 64 letters, digits or -", []),
        ("a letter in the queue", ["letter"]),
        ("listens on 127.0.0.1 and listens to events", ["listens to"]),
    ],
)
def test_a_word_is_found_whole_and_inside_names(text, words):
    assert [word for _, word in found_in(text)] == words
