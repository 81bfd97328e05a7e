"""Diff: update, replace, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from local.provider.differing import Kind, difference
from local.provider.wire import UNKNOWN
from tests.provider.thing import THING

BEFORE = {"name": "box", "size": 1, "parts": ["a", "b"], "rules": '{"a": 1, "b": 2}'}


def diff(kind=THING, **changes):
    news = {name: value for name, value in {**BEFORE, **changes}.items() if value is not None}
    return difference(kind, BEFORE, news)


@pytest.mark.parametrize(
    "changes",
    [{}, {"parts": ["b", "a"]}, {"rules": '{"b":2,"a":1}'}, {"block": {}}, {"color": None}],
    ids=["nothing", "order", "spelling of JSON", "an empty block", "an absent property"],
)
def test_what_means_the_same_is_no_change(changes):
    assert not diff(**changes)


def test_a_change_is_an_update():
    found = diff(size=2)
    assert found.updates == {"size": Kind.UPDATE}
    assert not found.replacements


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"block": {"on": True}}, Kind.ADD), ({"size": None}, Kind.DELETE)],
    ids=["added", "removed"],
)
def test_an_addition_and_a_removal_are_distinguished(changes, expected):
    assert list(diff(**changes).updates.values()) == [expected]


def test_what_aws_cannot_change_replaces():
    found = diff(color="red")
    assert found.replacements == {"color": Kind.ADD}
    assert Kind.ADD.replacing() == "ADD_REPLACE"


def test_a_type_that_cannot_be_updated_is_replaced_by_any_change():
    assert diff(kind=replace(THING, update=None), size=2).replacements


def test_an_unknown_counts_as_a_change():
    assert diff(rules=UNKNOWN).updates == {"rules": Kind.UPDATE}


def test_a_replacement_under_the_same_name_comes_after_the_deletion():
    assert diff(color="red").delete_first
    assert not diff(color="red", name="crate").delete_first
    assert not diff(size=2).delete_first


def test_the_order_of_an_ordered_list_counts():
    assert diff(kind=replace(THING, unordered=frozenset()), parts=["b", "a"])


def test_text_that_only_looks_like_a_document_is_compared_as_text():
    assert diff(rules="{not json")
