"""How states and an emulator differ; the emulator is a shelf of things."""

from __future__ import annotations

import pytest

from local import drift
from local.drift import Emulated, Kind
from tests.provider.thing import TOKEN, URN, Shelf

RESOURCE = {
    "urn": URN,
    "type": TOKEN,
    "id": "box",
    "inputs": {"name": "box", "size": 1},
    "outputs": {"name": "box", "size": 1, "arn": "arn:box"},
}
STACK = {"urn": "urn:pulumi:local::demo::pulumi:pulumi:Stack::s", "type": "pulumi:pulumi:Stack"}
EMULATED = Emulated("us-east-1", "http://127.0.0.1:1")
# As the engine writes a secret; the second part is its key in every state.
SECRET = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    "ciphertext": "v1",
}


@pytest.fixture
def shelf(monkeypatch):
    made = Shelf(things={"box": {"size": 1}})
    monkeypatch.setattr(drift, "resource_types", lambda: {TOKEN: made.kind()})
    monkeypatch.setattr(drift.inventory, "of", lambda *_: made.listed)
    made.listed = ["thing: box", "rule: arn:box on bus"]
    return made


def drift_of(**deployment):
    return EMULATED.drift_of({"local-orders": deployment})


def test_a_state_that_is_what_the_emulator_has_does_not_differ(shelf):
    assert drift_of(resources=[STACK, RESOURCE]) == []
    assert drift_of() == []


def test_what_was_changed_is_named_with_both_values(shelf):
    shelf.things["box"]["size"] = 7
    [found] = drift_of(resources=[RESOURCE])
    assert (found.kind, found.stack, found.urn) == (Kind.CHANGED, "local-orders", URN)
    assert (found.property_name, found.recorded, found.found) == ("size", 1, 7)


def test_what_was_deleted_is_named(shelf):
    shelf.things.clear()
    [found] = drift_of(resources=[RESOURCE])
    assert (found.kind, found.type, found.name, found.id) == (Kind.DELETED, TOKEN, "box", "box")


def test_what_was_begun_and_not_ended_is_named_and_not_read(shelf):
    shelf.things.clear()
    found = drift_of(
        resources=[{**RESOURCE, "delete": True}],
        pending_operations=[{"resource": {"urn": URN, "type": TOKEN}, "type": "creating"}],
    )
    assert [each.kind for each in found] == [Kind.UNFINISHED] * 2


@pytest.mark.parametrize("size", [SECRET, {"inner": [SECRET]}])
def test_a_secret_which_the_state_holds_encrypted_is_not_compared(shelf, size):
    secret = {name: {**RESOURCE[name], "size": size} for name in ("inputs", "outputs")}
    assert drift_of(resources=[{**RESOURCE, **secret}]) == []


def test_what_no_state_has_is_named(shelf):
    shelf.listed.append("queue: http://127.0.0.1/left")
    [unknown] = EMULATED.unknown([{"resources": [RESOURCE]}, {}])
    assert (unknown.kind, unknown.type) == (Kind.UNKNOWN, "queue")
    assert unknown.name == "http://127.0.0.1/left"
    assert len(EMULATED.unknown([])) == 3
