from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cli.run.deployment import CANCELLED, DONE, FAILED, Deployment
from cli.run.fleet import Fleet, report


@dataclass
class Acted(Deployment):
    """A deployment without an engine: it does what ``act`` does."""

    act: object = None
    calls: list[str] = field(default_factory=list)

    def _follow(self):
        return self.act(self) if self.act else 0

    def interrupt(self):
        super().interrupt()
        self.calls.append("interrupt")

    def kill(self):
        self.calls.append("kill")


def acted(stack, act=None):
    return Acted(stack, "up", Path(), act=act)


def fails(deployment):
    deployment.complaints.append("no such table")
    return 1


def test_a_wave_starts_when_the_one_before_is_done():
    seen = []
    first = acted("platform", lambda _: seen.append("platform") or 0)
    others = [acted(name, lambda d: seen.append(d.stack) or 0) for name in ("a", "b")]
    assert Fleet([first], others).run()
    assert seen[0] == "platform"
    assert sorted(seen[1:]) == ["a", "b"]


def test_one_failure_lets_the_others_of_its_wave_finish():
    wave = [acted("a", fails), acted("b"), acted("c")]
    fleet = Fleet(wave, at_once=1)
    assert not fleet.run()
    assert [each.state for each in wave] == [FAILED, DONE, DONE]
    assert fleet.failed == [wave[0]]


def test_nothing_is_deployed_onto_a_platform_that_failed():
    service = acted("orders")
    assert not Fleet([acted("platform", fails)], [service]).run()
    assert service.state == CANCELLED


def test_no_more_run_at_once_than_were_asked_for():
    together = threading.Barrier(2, timeout=10)
    running, most = [], []

    def act(deployment):
        running.append(deployment)
        most.append(len(running))
        together.wait()
        running.remove(deployment)
        together.wait()
        return 0

    assert Fleet([acted(str(n), act) for n in range(4)], at_once=2).run()
    assert max(most) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_ctrl_c_asks_all_to_stop_and_the_rest_never_start(number):
    def act(deployment):
        os.kill(os.getpid(), number)
        return 255 if interrupted.wait(10) else 0

    interrupted = threading.Event()
    first, waiting = acted("a", act), acted("b")
    asked = first.interrupt
    first.interrupt = lambda: (asked(), interrupted.set())
    fleet = Fleet([first, waiting], at_once=1)
    assert not fleet.run()
    assert fleet.cancelled
    assert [first.state, waiting.state] == [CANCELLED, CANCELLED]
    assert waiting.started is None
    assert fleet.failed == []


def test_the_second_ctrl_c_kills():
    killed = threading.Event()

    def act(deployment):
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped.wait(10)
        os.kill(os.getpid(), signal.SIGINT)
        assert killed.wait(10)
        return -9

    stopped = threading.Event()
    only = acted("a", act)
    asked = only.interrupt
    only.interrupt = lambda: (asked(), stopped.set())
    only.kill = killed.set
    assert not Fleet([only]).run()
    assert only.state == CANCELLED


def test_ctrl_c_means_again_what_it_meant_before():
    before = signal.getsignal(signal.SIGINT)
    Fleet([acted("a")]).run()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_report_says_each_complaint_once_under_its_stack():
    made = acted("local-orders")
    made.complaints += ["no such table", "no such table", "update failed"]
    assert report([made]).splitlines() == [
        "local-orders failed after 0.0 s:",
        "  no such table",
        "  update failed",
    ]
