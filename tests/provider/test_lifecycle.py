"""Create, read, update and delete, and what is left when one of them fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from local.provider.errors import ProviderError
from local.provider.journal import Journal
from local.provider.lifecycle import planned, planned_update
from local.provider.resource import Change
from local.provider.wire import UNKNOWN
from tests.provider.thing import THING, URN, Shelf

BOX = {"name": "box", "size": 1}


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path, "http://127.0.0.1:1")


def test_a_create_returns_the_id_and_every_output():
    made, state = Shelf().life().create(BOX)
    assert made == "box"
    assert state == {"name": "box", "size": 1, "arn": "arn:box", "region": "eu-west-1"}


def test_a_refused_create_says_who_what_and_why():
    shelf = Shelf(breaks="create")
    said = r'aws:test/thing:Thing "box": cannot create: MakeThing .* LimitExceeded: because'
    with pytest.raises(ProviderError, match=said):
        shelf.life().create(BOX)


def test_what_was_half_made_is_deleted_again(journal):
    shelf = Shelf(breaks="settle")
    with pytest.raises(ProviderError, match="LimitExceeded"):
        shelf.life(journal).create(BOX)
    assert shelf.things == {}
    assert journal.recall(URN) is None


def test_a_resource_of_another_owner_is_left_alone(journal):
    shelf = Shelf(things={"box": {"size": 9}})
    for _ in range(2):
        with pytest.raises(ProviderError, match="AlreadyExists"):
            shelf.life(journal).create(BOX)
    assert shelf.things == {"box": {"size": 9}}


@pytest.mark.parametrize("made", [None, "old"], ids=["killed while making", "killed unrecorded"])
def test_what_an_interrupted_create_left_is_cleared_by_the_next(journal, made):
    shelf = Shelf(things={"old": {}})
    journal.record(URN, {"name": "old"}, made)
    shelf.life(journal).create(BOX)
    assert list(shelf.things) == ["box"]


def test_what_was_in_a_state_that_is_lost_is_cleared_by_the_next_create(journal):
    shelf = Shelf()
    shelf.life(journal).create(BOX)
    after = Journal(journal.folder, journal.endpoint)
    shelf.life(after).create({"name": "new", "size": 1})
    assert list(shelf.things) == ["new"]


def test_a_replacement_leaves_the_old_resource_to_the_engine(journal):
    shelf = Shelf()
    shelf.life(journal).create(BOX)
    run = Journal(journal.folder, journal.endpoint)
    run.see(URN, "box")
    shelf.life(run).create({"name": "new", "size": 1})
    assert list(shelf.things) == ["box", "new"]
    shelf.life(run).delete("box", BOX)
    assert run.recall(URN).id == "new"


def test_a_replacement_that_was_cut_short_is_cleared_by_the_next(journal):
    shelf = Shelf(things={"box": {}, "half": {}})
    journal.record(URN, {"name": "half"}, "half")
    journal.see(URN, "box")
    shelf.life(journal).create({"name": "new", "size": 1})
    assert list(shelf.things) == ["box", "new"]


def test_the_resource_in_the_state_is_not_taken_for_a_replacement_without_an_id(journal):
    shelf = Shelf(things={"box": {}})
    journal.record(URN, {"name": "box"})
    journal.see(URN, "box")
    shelf.life(journal).create({"name": "new", "size": 1})
    assert list(shelf.things) == ["box", "new"]


def test_a_leftover_goes_with_what_others_put_into_it(journal):
    seen = []
    shelf = Shelf(things={"box": {}})
    life = shelf.life(journal)
    kind = replace(life.kind, delete=lambda cloud, id_, props: seen.append(props))
    journal.record(URN, {"name": "box"}, "box")
    replace(life, kind=kind).clear_leftover()
    assert seen == [{"name": "box", "forceDetachPolicies": True, "forceDestroy": True}]


def test_a_leftover_under_the_very_name_does_not_stop_the_next_create(journal):
    shelf = Shelf(things={"box": {}})
    journal.record(URN, {"name": "box"})
    made, _ = shelf.life(journal).create(BOX)
    assert made == "box"


def test_a_note_about_nothing_stops_nothing(journal):
    shelf = Shelf()
    journal.record(URN, {"name": "never made"})
    shelf.life(journal).create(BOX)
    assert list(shelf.things) == ["box"]


def test_an_update_returns_the_new_state_without_what_was_removed():
    shelf = Shelf(things={"box": {"name": "box"}})
    change = Change({"name": "box", "size": 1, "color": "red"}, {"name": "box", "size": 2})
    state = shelf.life().update("box", {**change.old, "arn": "arn:box"}, change)
    assert state == {"name": "box", "size": 2, "arn": "arn:box", "region": "eu-west-1"}


def test_a_read_shows_what_changed_behind_our_back():
    shelf = Shelf(things={"box": {"size": 7}})
    state, inputs = shelf.life().read("box", {"name": "box", "size": 1}, BOX)
    assert state["size"] == inputs["size"] == 7


def test_a_read_adds_no_input_that_the_program_does_not_give():
    shelf = Shelf(things={"box": {"size": 7}})
    _, inputs = shelf.life().read("box", {"name": "box"}, {"name": "box"})
    assert inputs == {"name": "box"}


def test_a_read_drops_an_input_that_is_there_no_more():
    shelf = Shelf(things={"box": {"size": 1}})
    state, inputs = shelf.life().read("box", {**BOX, "rules": "{}"}, {**BOX, "rules": "{}"})
    assert "rules" not in state
    assert inputs == BOX


def test_a_read_of_something_gone_finds_nothing():
    assert Shelf().life().read("box", BOX, BOX) is None


def test_a_delete_of_something_gone_succeeds(journal):
    journal.record(URN, {}, "box")
    Shelf().life(journal).delete("box", BOX)
    assert journal.recall(URN) is None


def test_a_refused_delete_is_reported():
    with pytest.raises(ProviderError, match="cannot delete"):
        Shelf(things={"box": {}}, breaks="delete").life().delete("box", BOX)


def test_a_plan_knows_its_inputs_and_leaves_the_rest_unknown():
    assert planned(THING, "eu-west-1", BOX) == {**BOX, "arn": UNKNOWN, "region": "eu-west-1"}


def test_a_planned_update_keeps_what_it_knows_but_for_what_every_update_renews():
    kind = Shelf().kind(volatile=frozenset({"version"}))
    state = {"arn": "arn:box", "version": 1, "size": 1, "color": "red"}
    planned_state = planned_update(kind, state, Change({"size": 1, "color": "red"}, {"size": 2}))
    assert planned_state == {"arn": "arn:box", "version": UNKNOWN, "size": 2}
