"""What a read shows that the program did not ask for."""

from __future__ import annotations

import pytest

from local.provider.differing import drifted
from tests.provider.thing import THING, Shelf

INPUTS = {"name": "box", "size": 1, "rules": '{"a": 1}', "parts": ["x", "y"]}
SEEN = {**INPUTS, "arn": "arn:box"}
STATE = {**SEEN, "state": "ENABLED"}


def test_a_resource_as_it_was_deployed_has_no_drift():
    other_spelling = {**SEEN, "rules": '{ "a" : 1 }', "parts": ["y", "x"]}
    assert drifted(THING, STATE, INPUTS, other_spelling) == {}


def test_a_changed_property_is_found_with_its_value():
    assert drifted(THING, STATE, INPUTS, {**SEEN, "size": 5}) == {"size": 5}


def test_a_removed_property_is_found():
    seen = {name: value for name, value in SEEN.items() if name != "rules"}
    assert drifted(THING, STATE, INPUTS, seen) == {"rules": None}


@pytest.mark.parametrize("hidden", ["unread", "replace_on"])
def test_a_property_that_no_read_shows_is_not_missed(hidden):
    seen = {name: value for name, value in SEEN.items() if name != "rules"}
    kind = Shelf().kind(**{hidden: frozenset({"rules"})})
    assert drifted(kind, STATE, INPUTS, seen) == {}


def test_outputs_change_by_themselves_but_for_the_watched_ones():
    seen = {**SEEN, "arn": "arn:other", "state": "DISABLED"}
    assert drifted(THING, STATE, INPUTS, seen) == {}
    kind = Shelf().kind(watched=frozenset({"state"}))
    assert drifted(kind, STATE, INPUTS, seen) == {"state": "DISABLED"}


def test_what_the_program_never_set_is_its_own_from_the_start():
    assert drifted(THING, {**STATE, "block": None}, {**INPUTS, "block": {}}, SEEN) == {}
