"""What the emulator saves of a service while functions still write to it."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest

from local.emulator_process import snapshots
from local.emulator_process.snapshots import TRIES, correct, repeated

CHANGED = "dictionary changed size during iteration"


@pytest.fixture
def emulator(monkeypatch):
    """Its application; the process of the tests copies as before when the test has ended."""
    monkeypatch.setattr(copy, "_deepcopy_dispatch", dict(copy._deepcopy_dispatch))
    monkeypatch.setattr(snapshots, "PAUSE_SECONDS", 0)
    saved = {}

    def save_all(services):
        saved.update({name: state() for name, state in services.items()})

    made = SimpleNamespace(save_all=save_all, saved=saved)
    correct(made)
    return made


class Line:
    """A line of a log; while it is copied, a function writes the next."""

    def __init__(self, lines):
        self.lines = lines

    def __deepcopy__(self, memo):
        self.lines[len(self.lines)] = "next"
        return "line"


def test_a_log_that_grows_while_it_is_copied_is_saved_as_it_was(emulator):
    lines = {}
    lines.update({0: Line(lines), 1: Line(lines)})
    with pytest.raises(RuntimeError, match=CHANGED):
        {key: copy.deepcopy(value) for key, value in lines.items()}
    lines.clear()
    lines.update({0: Line(lines), 1: Line(lines)})
    emulator.save_all({"logs": lambda: copy.deepcopy({"lines": lines}), "sqs": lambda: None})
    assert emulator.saved == {"logs": {"lines": {0: "line", 1: "line"}}, "sqs": None}


def test_what_refers_to_itself_is_copied_as_python_copies_it(emulator):
    state = {"queue": {}}
    state["queue"]["owner"] = state
    made = copy.deepcopy(state)
    assert made["queue"]["owner"] is made
    assert made is not state


def test_a_copy_that_was_interrupted_is_made_again(emulator):
    failures = [RuntimeError(CHANGED)] * (TRIES - 1)

    def state():
        if failures:
            raise failures.pop()
        return {"lines": 1}

    emulator.save_all({"logs": state})
    assert emulator.saved == {"logs": {"lines": 1}}


def test_a_copy_that_never_succeeds_fails_as_it_did(emulator):
    def state():
        raise RuntimeError(CHANGED)

    with pytest.raises(RuntimeError, match=CHANGED):
        repeated(state)()
