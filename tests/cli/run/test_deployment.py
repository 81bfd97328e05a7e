from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import pytest

from cli.run import deployment as deployments
from cli.run.deployment import CANCELLED, DONE, FAILED, Deployment, name_of
from local import stage_lock

URN = (
    "urn:pulumi:local-orders::platform::platform:services:Orders$aws:sqs/queue:Queue::orders-queue"
)
STACK = "urn:pulumi:local-orders::platform::pulumi:pulumi:Stack::platform-local-orders"
SUMMARY = {"summaryEvent": {"resourceChanges": {"create": 2, "same": 40}}}


def step(urn, op="create"):
    kind = "pulumi:pulumi:Stack" if "Stack" in urn else "aws:sqs/queue:Queue"
    return {"metadata": {"urn": urn, "op": op, "type": kind}}


def diagnostic(message, severity="error", **more):
    return {"diagnosticEvent": {"message": message, "severity": severity, **more}}


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """Makes the engine a program that prints events, then behaves as its test asks."""

    def make(*events, then=""):
        file = tmp_path / "pulumi"
        lines = "".join(f"print({json.dumps(event)!r}, flush=True)\n" for event in events)
        file.write_text(f"#!{sys.executable}\nimport os, signal, sys\n{lines}{then}\n")
        file.chmod(0o755)
        monkeypatch.setattr(deployments, "PULUMI", file)
        return Deployment("local-orders", "up", Path("Pulumi.local.yaml"))

    return make


def test_a_deployment_knows_what_it_changed(engine):
    made = engine({"resourcePreEvent": step(URN)}, {"resOutputsEvent": step(URN)}, SUMMARY)
    made.run()
    assert (made.state, made.changed, len(made.finished), made.working) == (DONE, 2, 1, {})


def test_what_is_being_worked_on_has_a_name_until_it_is_done():
    made = Deployment("local-orders", "up", Path())
    made.follow({"resourcePreEvent": step(URN)})
    assert made.working == {URN: "Queue orders-queue"}
    made.follow({"resOpFailedEvent": step(URN)})
    assert made.working == {}


def test_neither_the_stack_itself_nor_what_stays_the_same_counts_as_work():
    made = Deployment("local-orders", "up", Path())
    made.follow({"resourcePreEvent": step(STACK)})
    made.follow({"resourcePreEvent": step(URN, "same")})
    assert made.working == {}


def test_a_failure_is_reported_with_its_resource(engine):
    made = engine(
        diagnostic("<{%reset%}>access denied<{%reset%}>\n", urn=URN), then="sys.exit(255)"
    )
    made.run()
    assert made.state == FAILED
    assert made.complaints == ["Queue orders-queue: access denied"]


def test_a_warning_is_no_complaint(engine):
    made = engine(diagnostic("soon gone", "warning"), SUMMARY)
    made.run()
    assert (made.complaints, made.warnings) == ([], ["soon gone"])


def test_an_engine_that_fails_without_an_event_is_quoted(engine):
    made = engine(then="sys.exit('error: no stack named local-orders')")
    made.run()
    assert made.complaints == ["error: no stack named local-orders"]


def test_an_engine_that_was_killed_is_said_to_be(engine):
    made = engine(then="os.kill(os.getpid(), signal.SIGKILL)")
    made.run()
    assert made.complaints == ["pulumi was killed (signal 9)"]


def test_a_preparation_that_fails_is_a_failure_of_this_stack_only(engine):
    def prepare():
        raise RuntimeError("the stack is being changed by another run")

    made = engine(SUMMARY)
    made.run(prepare)
    assert (made.state, made.complaints) == (FAILED, ["the stack is being changed by another run"])


# Blocked signals are kept until they are asked for, so that none comes too early to be seen.
WAITS = f"""
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
print({json.dumps({"resourcePreEvent": step(URN)})!r}, flush=True)
signal.sigwait([signal.SIGINT])
left = len(signal.sigpending())
print('{{"summaryEvent": {{"resourceChanges": {{"create": %d}}}}}}' % (1 + left), flush=True)
sys.exit(255)
"""


def running(made):
    """Start a deployment in a thread and return when its engine has spoken."""
    spoke = threading.Event()
    note = made.follow
    made.follow = lambda event: (note(event), spoke.set())
    thread = threading.Thread(target=made.run)
    thread.start()
    assert spoke.wait(10)
    return thread


def test_an_interrupt_reaches_the_engine_once_and_its_state_is_cancelled(engine):
    made = engine(then=WAITS)
    thread = running(made)
    made.interrupt()
    thread.join(10)
    assert made.state == CANCELLED
    assert made.changes == {"create": 1}


def test_a_kill_ends_an_engine_that_does_not_listen(engine):
    made = engine(then=WAITS.replace("left =", "signal.pause()  #"))
    thread = running(made)
    made.interrupt()
    made.kill()
    thread.join(10)
    assert made.state == CANCELLED


def test_one_that_was_cancelled_before_its_turn_does_not_start(engine):
    made = engine(SUMMARY)
    made.interrupt()
    made.run()
    assert (made.state, made.started) == (CANCELLED, None)


def test_the_engine_gets_no_ctrl_c_from_the_terminal(engine):
    made = engine(diagnostic("leader"), then="sys.exit(os.getsid(0) != os.getpid())")
    made.run()
    assert made.state == DONE


def test_an_engine_holds_the_lock_of_its_stage_as_long_as_it_works(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(stage_lock, "stage_folder", lambda stage: tmp_path / stage)
    with stage_lock.held("local", "platform up"):
        made = engine(then=f"os.fstat({stage_lock.inherited()[0]})")
        made.run()
    assert (made.state, made.complaints) == (DONE, [])


def test_a_resource_is_named_by_type_and_name():
    assert name_of(URN) == "Queue orders-queue"
    assert name_of(STACK) == ""
