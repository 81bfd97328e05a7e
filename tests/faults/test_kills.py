"""What a kill reports; the stage and its processes are stand-ins."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from faults import processes, situations
from faults.__main__ import table, tried


class Command:
    """A command that ends with a code."""

    def __init__(self, code):
        self.code = code

    def wait(self, longest):
        return self.code


class FakeStage:
    """Every command works but those that are started, which end with the next of ``codes``."""

    root = "copy"

    def __init__(self, *codes):
        self.codes, self.ran = list(codes), []

    def run(self, *words):
        self.ran.append(" ".join(words))
        return subprocess.CompletedProcess(words, 0, "")

    def start(self, *words):
        self.ran.append(f"start {' '.join(words)}")
        return Command(self.codes.pop(0))

    def differences(self):
        return []


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(situations.time, "sleep", lambda seconds: None)


def killed(monkeypatch, stage, operation, counts):
    """One kill at 8 s, whose tries reach so many processes."""
    left = list(counts)
    monkeypatch.setattr(processes, "kill", lambda *_: left.pop(0))
    happen = situations.killing(operation, "engine", 8.0)
    situation = situations.Situation(name="kill", moment="8.0 s", happen=happen, is_kill=True)
    return tried(stage, situation)


def test_a_kill_that_stops_the_operation_says_how_many_processes_it_hit(monkeypatch):
    result = killed(monkeypatch, FakeStage(1), "up", [2])
    assert (result.hit, result.outcome, result.moment) == (True, "recovered", "8.0 s, 2 killed")
    assert "1 of 1 kills hit" in table([result], seed=1).caption


def test_a_kill_that_misses_is_tried_again_earlier_from_the_same_start(monkeypatch):
    stage = FakeStage(0, 0, 1)
    result = killed(monkeypatch, stage, "down", [0, 1, 1])
    assert (result.hit, result.moment) == (True, "2.0 s, 1 killed")
    assert stage.ran == [
        "start down --destroy",
        "up",
        "start down --destroy",
        "up",
        "start down --destroy",
        "up",
    ]


def test_a_kill_that_never_hits_is_reported_as_missed(monkeypatch):
    result = killed(monkeypatch, FakeStage(0, 0, 0), "up", [1, 0, 0])
    assert (result.hit, result.went_well) == (False, False)
    assert (
        result.outcome == "missed: up went well (8.0 s: 1 killed, 4.0 s: 0 killed, 2.0 s: 0 killed)"
    )
    assert "0 of 1 kills hit" in table([result], seed=1).caption


def test_an_operation_that_goes_well_without_what_was_killed_is_compared_as_well(monkeypatch):
    stage = FakeStage(0, 0, 0)
    result = killed(monkeypatch, stage, "down", [0, 1, 1])
    assert (result.hit, result.went_well) == (True, True)
    assert result.moment == "2.0 s, 1 killed, down went well"
    assert stage.ran[-2:] == ["start down --destroy", "up"]


def test_only_processes_that_are_there_count_as_killed():
    sleeping = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    assert processes.end([sleeping.pid]) == 1
    assert sleeping.wait() == -9
    assert processes.end([sleeping.pid]) == 0


def test_a_command_that_has_ended_is_not_killed():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert processes.kill(os.getcwd(), processes.COMMAND, ended, within=5) == 0


FAILED_UP = """\
local-orders failed after 3.1 s:
  Table orders: cannot read: it is not there

local-media failed after 2.0 s:
  Bucket pictures: cannot read: it is not there

stack           outcome    tries
local-shipping  unchanged      0
"""


def test_why_a_stage_was_not_recovered_is_what_is_said_of_the_stacks_that_failed():
    assert situations.cause(FAILED_UP).splitlines() == [
        "local-orders failed after 3.1 s:",
        "  Table orders: cannot read: it is not there",
        "local-media failed after 2.0 s:",
        "  Bucket pictures: cannot read: it is not there",
    ]
    assert situations.cause("platform up: no stage\n") == "platform up: no stage"
