"""The terms of CONTRIBUTING.md, searched for in names, docstrings, messages and pages."""

from __future__ import annotations

import pytest

from settings import ROOT
from tests.terms import MOST_TERMS, found_below, found_in, replaced, rows

# What has been written in these terms: folders of the program and of its tests, and pages.
WRITTEN = (
    "__main__.py",
    "bench",
    "cli",
    "components",
    "contracts",
    "docs/decisions",
    "docs/local-stage.md",
    "docs/catalogue.md",
    "docs/events.md",
    "docs/examples.md",
    "docs/policies.md",
    "docs/using-components.md",
    "docs/reference",
    "examples",
    "local",
    "microservice",
    "package",
    "policies",
    "program",
    "pyproject.toml",
    "runtime",
    "services",
    "settings",
    "tests/bench",
    "tests/cli",
    "tests/components",
    "tests/contracts",
    "tests/docs",
    "tests/emulator",
    "tests/engine",
    "tests/examples",
    "tests/fakes",
    "tests/identity",
    "tests/local",
    "tests/microservice",
    "tests/package",
    "tests/policies",
    "tests/program",
    "tests/provider",
    "tests/runtime",
    "tests/services",
    "tests/settings",
    "tests/simulator",
    "tests/toolchain",
    "tests/workflows",
    "Makefile",
    "README.md",
)


@pytest.mark.parametrize("place", WRITTEN)
def test_a_replaced_word_stands_nowhere(place):
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
