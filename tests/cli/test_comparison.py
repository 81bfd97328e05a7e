"""How a state and an emulator differ; the emulator is a shelf of things."""

from __future__ import annotations

import pytest

from local import comparison
from local.comparison import Emulated, Kind
from tests.provider.thing import TOKEN, URN, Shelf

RESOURCE = {
    "urn": URN,
    "type": TOKEN,
    "id": "box",
    "inputs": {"name": "box", "size": 1},
    "outputs": {"name": "box", "size": 1, "arn": "arn:box"},
}
STACK = {"urn": "urn:pulumi:local::demo::pulumi:pulumi:Stack::s", "type": "pulumi:pulumi:Stack"}


@pytest.fixture
def shelf(monkeypatch):
    made = Shelf(things={"box": {"size": 1}})
    monkeypatch.setattr(comparison, "resource_types", lambda: {TOKEN: made.kind()})
    monkeypatch.setattr(comparison.inventory, "of", lambda *_: made.listed)
    made.listed = ["thing: box", "rule: arn:box on bus"]
    return made


def drift(**deployment):
    return Emulated("us-east-1", "http://127.0.0.1:1").drift_of(deployment)


def test_a_state_that_is_what_the_emulator_has_does_not_differ(shelf):
    assert drift(resources=[STACK, RESOURCE]) == []
    assert drift() == []


def test_what_is_gone_and_what_is_changed_is_named(shelf):
    shelf.things["box"]["size"] = 7
    [changed] = drift(resources=[RESOURCE])
    assert (changed.kind, changed.details) == (Kind.CHANGED, ("size",))
    shelf.things.clear()
    [missing] = drift(resources=[RESOURCE])
    assert (missing.resource, missing.kind) == (URN, Kind.MISSING)


def test_what_was_begun_and_not_ended_is_named(shelf):
    found = drift(
        resources=[{**RESOURCE, "delete": True}],
        pending_operations=[{"resource": RESOURCE, "type": "creating"}],
    )
    assert [each.kind for each in found] == [Kind.UNFINISHED] * 2


def test_what_no_state_has_is_named(shelf):
    shelf.listed.append("queue: http://127.0.0.1/left")
    emulated = Emulated("us-east-1", "http://127.0.0.1:1")
    [unknown] = emulated.unknown([{"resources": [RESOURCE]}, {}])
    assert str(unknown) == "queue: http://127.0.0.1/left is in no state"
    assert len(emulated.unknown([])) == 3
