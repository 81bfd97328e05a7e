"""Tests of following logs: nothing is given twice, and nothing is lost by a slow look."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from cli.observe import log_tail
from cli.observe.log_groups import LogGroup
from cli.observe.log_tail import Tail
from tests.cli.observe.logs_stage import BEGAN, LogsStage

GROUP = "orders-a-logs-1a2b3c4"


class Clock:
    """The time of a test, in seconds after the first line of the log."""

    def __init__(self):
        self.seconds = 0.0

    def now(self, zone):
        return BEGAN + timedelta(seconds=self.seconds)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(log_tail, "datetime", SimpleNamespace(now=clock.now))
    return clock


@pytest.fixture
def stage():
    return LogsStage()


def texts(tail):
    return [line.text for line in tail.new()]


def tail_of(stage, **more):
    return Tail(stage, [LogGroup(name=GROUP, service="orders")], timedelta(seconds=5), **more)


def test_a_line_that_comes_late_is_given_and_none_twice(stage, clock):
    tail = tail_of(stage)
    stage.logs.write(GROUP, 1, "first")
    clock.seconds = 2
    assert texts(tail) == ["first"]
    stage.logs.write(GROUP, 1, "late")
    clock.seconds = 4
    assert texts(tail) == ["late"]
    assert texts(tail) == []


def test_what_is_written_while_a_look_takes_long_is_given_by_the_next(stage, clock):
    tail = tail_of(stage)
    assert texts(tail) == []
    stage.logs.write(GROUP, 10, "meanwhile")
    clock.seconds = 60
    assert texts(tail) == ["meanwhile"]


def test_a_tail_goes_on_from_what_was_read_before(stage, clock):
    stage.logs.write(GROUP, 10, "meanwhile")
    clock.seconds = 60
    assert texts(tail_of(stage)) == []
    assert texts(tail_of(stage, until=BEGAN)) == ["meanwhile"]
