from __future__ import annotations

import pytest

from components.workflow.definition import Definition
from components.workflow.errors import Catch, Retry
from components.workflow.states import Pass
from tests.components.asl import asks, task
from tests.simulator.failures import Unsupported
from tests.simulator.simulator import Simulator, simulate
from tests.simulator.stubs import CallsBack, Fails, NeverCallsBack, in_turn

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:ask"
WAITS = asks(
    "ask",
    resource="arn:aws:states:::lambda:invoke.waitForTaskToken",
    parameters={
        "FunctionName": FUNCTION,
        "Payload": {"token.$": "$$.Task.Token", "input.$": "$"},
    },
    waits="token",
)


def definition(**changes):
    return Definition((task("Ask", does=WAITS, timeout=60, **changes),)).render()


def test_a_task_has_the_result_that_completed_it():
    run = simulate(definition(), {"n": 1}, {"Ask": CallsBack({"yes": True}, after=20)})
    assert (run.output, run.seconds) == ({"yes": True}, 20)
    [call] = run.calls
    assert (call.resource, call.payload) == (FUNCTION, {"token": "token-1", "input": {"n": 1}})


def test_a_task_can_be_failed_through_its_token():
    run = simulate(definition(), {}, {"Ask": CallsBack(Fails("Refused", cause="no"))})
    assert (run.status, run.error, run.cause) == ("FAILED", "Refused", "no")


@pytest.mark.parametrize("stub", [NeverCallsBack(), CallsBack({}, after=61), {"accepted": True}])
def test_a_task_that_is_not_completed_in_time_times_out(stub):
    run = simulate(definition(), {}, {"Ask": stub})
    assert (run.error, run.seconds) == ("States.Timeout", 60)


def test_the_call_itself_can_fail():
    run = simulate(definition(), {}, {"Ask": Fails("Boom")})
    assert (run.error, run.seconds) == ("Boom", 0)


def test_a_task_fails_without_heartbeats_and_not_with_them():
    beating = CallsBack("done", after=50, heartbeat=9)
    assert simulate(definition(heartbeat=10), {}, {"Ask": beating}).output == "done"
    late = simulate(definition(heartbeat=10), {}, {"Ask": CallsBack("done", after=50)})
    assert (late.error, late.seconds) == ("States.HeartbeatTimeout", 10)


def test_a_catch_of_timeouts_matches_a_missed_heartbeat():
    catch = (
        Catch(next="Failed", errors=("States.TaskFailed",)),
        Catch(next="Late", errors=("States.Timeout",)),
    )
    states = (
        task("Ask", does=WAITS, timeout=60, heartbeat=10, catch=catch),
        Pass("Failed"),
        Pass("Late"),
    )
    assert simulate(Definition(states).render(), {}, {"Ask": NeverCallsBack()}).end == "Late"


def test_each_attempt_has_a_token_and_earlier_tokens_are_no_longer_valid():
    tokens, results = [], []

    def ask(payload):
        tokens.append(payload["token"])
        if len(tokens) == 2:
            results.append(simulator.tokens.succeed(tokens[0], "stale"))
            results.append(simulator.tokens.succeed(tokens[1], "fresh"))
            results.append(simulator.tokens.succeed(tokens[1], "twice"))

    retry = (Retry(errors=("States.Timeout",)),)
    simulator = Simulator(definition(retry=retry), {"Ask": ask})
    assert simulator.run({}).output == "fresh"
    assert tokens == ["token-1", "token-2"]
    assert results == [False, True, False]


def test_an_idle_callback_can_complete_tasks_before_time_advances():
    asked = []

    def when_idle() -> bool:
        return bool(asked) and simulator.tokens.succeed(asked.pop(), "from the callback")

    simulator = Simulator(
        definition(), {"Ask": lambda payload: asked.append(payload["token"])}, when_idle=when_idle
    )
    run = simulator.run({})
    assert (run.output, run.seconds) == ("from the callback", 0)


def test_a_stub_can_fail_its_task_and_send_heartbeats():
    answers = []

    def ask(payload):
        answers.append(simulator.tokens.heartbeat(payload["token"]))
        answers.append(simulator.tokens.fail(payload["token"], "Refused"))
        answers.append(simulator.tokens.heartbeat("unknown"))

    simulator = Simulator(definition(), {"Ask": ask})
    assert simulator.run({}).error == "Refused"
    assert answers == [True, True, False]


def test_stubs_can_be_given_for_each_call():
    stubs = in_turn(CallsBack(Fails("Busy")), CallsBack("done"))
    retry = (Retry(errors=("Busy",)),)
    assert simulate(definition(retry=retry), {}, {"Ask": stubs}).output == "done"


def test_a_task_without_a_token_cannot_be_completed_by_a_callback():
    with pytest.raises(Unsupported, match="cannot be completed by a callback"):
        simulate(Definition((task("A"),)).render(), {}, {"A": CallsBack({})})
