from __future__ import annotations

import asyncio

import pytest

from components.workflow.branches import Map, Parallel
from components.workflow.choice import Choice, When, equals
from components.workflow.definition import Definition
from components.workflow.errors import ALL, TASK_FAILED, TIMEOUT, Catch, Retry
from components.workflow.states import Fail, Pass, Succeed, Wait
from tests.components.asl import asks, task
from tests.simulator.clock import Clock
from tests.simulator.clock import run as run_all
from tests.simulator.failures import Failed, Unsupported
from tests.simulator.simulator import Simulator, simulate
from tests.simulator.stubs import Fails, Takes, in_turn, runs


def ran(*states, given=None, stubs=None):
    return simulate(Definition(states).render(), {} if given is None else given, stubs)


def test_the_output_of_one_state_is_the_input_of_the_next():
    run = ran(task("A", next="B"), task("B"), given={"n": 1}, stubs={"A": {"n": 2}, "B": {"n": 3}})
    assert (run.status, run.output) == ("SUCCEEDED", {"n": 3})
    assert run.visited == ["A", "B"]
    assert [(call.state, call.payload) for call in run.calls] == [("A", {"n": 1}), ("B", {"n": 2})]


def test_a_stub_is_found_by_state_or_by_resource():
    resource = "arn:aws:lambda:eu-west-1:123456789012:function:A"
    assert ran(task("A"), stubs={resource: 1}).output == 1
    assert ran(task("A"), stubs={resource: 1, "A": 2}).output == 2
    with pytest.raises(Unsupported, match="there is no stub for A, which calls arn:aws:lambda"):
        ran(task("A"))


def test_paths_select_the_input_and_the_output_of_a_task():
    shaped = task(
        "A",
        input_path="$.inner",
        result_selector={"kept.$": "$.a", "run.$": "$$.Execution.Name"},
        result_path="$.result",
        output_path="$.result.kept",
        next="B",
    )
    run = ran(shaped, Pass("B"), given={"inner": {"n": 1}}, stubs={"A": {"a": [1], "b": 2}})
    assert run.payloads("A") == [{"n": 1}]
    assert run.output == [1]


def test_the_result_is_written_into_the_raw_input_also_with_an_input_path():
    run = ran(
        task("A", input_path="$.inner", result_path="$.result"),
        given={"inner": 1, "other": 2},
        stubs={"A": 3},
    )
    assert run.output == {"inner": 1, "other": 2, "result": 3}


def test_a_pass_state_changes_the_data():
    run = ran(
        Pass("A", parameters={"id.$": "$.n"}, result_path="$.shaped", next="B"),
        Pass("B", result=7, result_path="$.fixed"),
        given={"n": 1},
    )
    assert run.output == {"n": 1, "shaped": {"id": 1}, "fixed": 7}


def test_a_choice_takes_the_first_rule_that_matches():
    states = (
        Choice(
            "If",
            rules=(
                When(equals("$.n", 1), next="One"),
                When(equals("$.n", 1), next="Never"),
            ),
            otherwise="Other",
        ),
        Succeed("One"),
        Succeed("Never"),
        Fail("Other", error="Odd", cause="it is not one"),
    )
    assert ran(*states, given={"n": 1}).end == "One"
    run = ran(*states, given={"n": 2})
    assert (run.status, run.end, run.error, run.cause) == (
        "FAILED",
        "Other",
        "Odd",
        "it is not one",
    )


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [
        ({"seconds": 30}, 30),
        ({"seconds": "$.delay"}, 5),
        ({"timestamp": "2026-11-21T12:01:00Z"}, 60),
        ({"timestamp": "$.at"}, 90),
        ({"timestamp": "2020-01-01T00:00:00Z"}, 0),
    ],
)
def test_a_wait_takes_simulated_time_only(wait, seconds):
    given = {"delay": 5, "at": "2026-11-21T12:01:30Z"}
    run = ran(Wait("Hold", **wait), given=given)
    assert (run.seconds, run.output) == (seconds, given)


def test_a_retry_backs_off_and_has_a_count_of_its_own():
    retry = (
        Retry(errors=("Busy",), attempts=4, interval=10, max_delay=35),
        Retry(errors=("Slow",), attempts=1, interval=2),
    )
    busy, slow = Fails("Busy"), Fails("Slow")
    run = ran(task("A", retry=retry), stubs={"A": in_turn(busy, slow, busy, busy, {})})
    assert [call.second for call in run.calls] == [0, 10, 12, 32, 67]
    assert run.status == "SUCCEEDED"
    again = ran(task("A", retry=retry), stubs={"A": in_turn(slow, slow)})
    assert (again.status, again.error) == ("FAILED", "Slow")


def test_the_context_has_the_retry_count():
    shaped = task(
        "A", retry=(Retry(errors=(ALL,)),), result_selector={"n.$": "$$.State.RetryCount"}
    )
    assert ran(shaped, stubs={"A": in_turn(Fails("Busy"), Fails("Busy"), {})}).output == {"n": 2}


def test_the_first_retry_that_matches_an_error_decides_also_with_no_attempts():
    retry = (Retry(errors=("Refused",), attempts=0), Retry(errors=(TASK_FAILED,)))
    assert len(ran(task("A", retry=retry), stubs={"A": Fails("Refused")}).calls) == 1
    assert len(ran(task("A", retry=retry), stubs={"A": Fails("Other")}).calls) == 4


@pytest.mark.parametrize(
    ("stub", "end", "error"),
    [
        (Fails("Refused", cause="no"), "Named", {"Error": "Refused", "Cause": "no"}),
        (Takes(31, {}), "Late", None),
        (Fails("Other"), "Any", {"Error": "Other", "Cause": ""}),
    ],
)
def test_the_first_catch_that_matches_an_error_decides(stub, end, error):
    catch = (
        Catch(next="Named", errors=("Refused",)),
        Catch(next="Late", errors=(TIMEOUT,)),
        Catch(next="Any"),
    )
    run = ran(
        task("A", catch=catch),
        *(Pass(name) for name in ("Named", "Late", "Any")),
        given={"n": 1},
        stubs={"A": stub},
    )
    assert run.end == end
    assert run.output["n"] == 1
    assert error is None or run.output["error"] == error


def test_task_failed_does_not_match_a_timeout():
    catch = (Catch(next="B", errors=(TASK_FAILED,)),)
    assert ran(task("A", catch=catch), Pass("B"), stubs={"A": Fails("Boom")}).end == "B"
    late = ran(task("A", catch=catch), Pass("B"), stubs={"A": Takes(31)})
    assert (late.error, late.seconds) == (TIMEOUT, 30)


BROKEN = {
    "of the input": {"input_path": "$.missing"},
    "of a parameter": {"does": asks("A", parameters={"x.$": "$.missing"})},
    "of the result": {"result_selector": {"x.$": "$.missing"}},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN)
def test_a_path_without_a_value_is_neither_retried_nor_caught(changes):
    retry = (Retry(errors=(ALL,)),)
    broken = task("A", catch=(Catch(next="B"),), retry=retry, **changes)
    run = ran(broken, Pass("B"), stubs={"A": {}})
    assert (run.status, run.error, run.visited) == ("FAILED", "States.Runtime", ["A"])
    assert len(run.calls) <= 1


def test_an_output_that_is_too_large_fails_the_execution():
    catch = (Catch(next="B"),)
    run = ran(task("A", catch=catch), Pass("B"), stubs={"A": "x" * 262_145})
    assert (run.status, run.error) == ("FAILED", "States.DataLimitExceeded")


def both(**changes) -> Parallel:
    branches = tuple(Definition((task(name),)) for name in ("A", "B"))
    return Parallel("Both", branches=branches, **changes)


def test_branches_run_concurrently_with_the_same_input_and_keep_their_order():
    run = ran(both(), given={"n": 1}, stubs={"A": Takes(20, "a"), "B": Takes(10, "b")})
    assert (run.output, run.seconds) == (["a", "b"], 20)
    assert run.payloads("A") == run.payloads("B") == [{"n": 1}]


def test_a_branch_that_fails_cancels_the_others():
    run = ran(
        both(catch=(Catch(next="C"),)),
        Pass("C"),
        stubs={"A": Takes(20, "a"), "B": Takes(5, Fails("Boom"))},
    )
    assert (run.end, run.seconds, run.output["error"]["Error"]) == ("C", 5, "Boom")


def test_a_parallel_state_is_retried_as_a_whole():
    run = ran(
        both(retry=(Retry(errors=("Boom",)),)),
        stubs={"A": "a", "B": in_turn(Fails("Boom"), "b")},
    )
    assert (run.output, len(run.payloads("A"))) == (["a", "b"], 2)


def test_a_map_runs_so_many_at_once_and_keeps_their_order():
    each = Definition((task("One"),))
    selector = {"n.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index", "of.$": "$.of"}
    items = list(range(100, 125))
    run = ran(
        Map("All", items="$.items", each=each, max_concurrency=10, item_selector=selector),
        given={"items": items, "of": "x"},
        stubs={"One": lambda payload: Takes(payload["at"] % 3 + 1, payload)},
    )
    assert run.output == [{"n": n, "at": n - 100, "of": "x"} for n in items]
    assert run.max_concurrency == {"All": 10}


def test_a_map_over_an_empty_list_is_empty_and_over_no_list_fails():
    state = Map("All", items="$.items", each=Definition((task("One"),)), max_concurrency=1)
    assert ran(state, given={"items": []}).output == []
    assert ran(state, given={"items": 1}).error == "States.Runtime"


def test_the_context_has_execution_and_state():
    shaped = {"name.$": "$$.Execution.Name", "n.$": "$$.Execution.Input.n", "in.$": "$$.State.Name"}
    definition = Definition((Pass("A", parameters=shaped),)).render()
    run = Simulator(definition, {}, name="o1").run({"n": 1})
    assert run.output == {"name": "o1", "n": 1, "in": "A"}


def test_a_handler_fails_with_the_name_of_its_exception():
    class OutOfStock(Exception):
        pass

    def handle(event, context):
        if event["n"] == 0:
            raise OutOfStock("none left")
        return {"n": event["n"] - 1}

    assert ran(task("A"), given={"n": 1}, stubs={"A": runs(handle)}).output == {"n": 0}
    run = ran(task("A"), given={"n": 0}, stubs={"A": runs(handle)})
    assert run.error == "OutOfStock"
    assert "none left" in run.cause


def test_an_assertion_error_is_no_error_of_the_handler():
    def handle(event, context):
        raise AssertionError("the fake was called wrongly")

    with pytest.raises(AssertionError, match="called wrongly"):
        ran(task("A", catch=(Catch(next="B"),)), Pass("B"), stubs={"A": runs(handle)})


def test_several_executions_can_share_a_clock():
    clock = Clock()
    definitions = [Definition((Wait("Hold", seconds=s),)).render() for s in (10, 30)]
    runs_of = [Simulator(each, {}, clock=clock) for each in definitions]

    async def all_of_them():
        return await asyncio.gather(*(each.run_async({}) for each in runs_of))

    runs = run_all(all_of_them(), clock)
    assert [each.seconds for each in runs] == [10, 30]
    assert clock.seconds == 30


def test_a_wait_that_cannot_end_is_an_error():
    async def forever():
        await asyncio.get_running_loop().create_future()

    with pytest.raises(Unsupported, match="no timer and no task"):
        run_all(forever(), Clock())


def test_a_stub_can_raise_an_error():
    def refuse(payload):
        raise Failed("Refused")

    assert ran(task("A"), stubs={"A": refuse}).error == "Refused"


def test_more_attempts_than_stubs_are_an_error():
    retry = (Retry(errors=(ALL,)),)
    with pytest.raises(AssertionError, match="called 2 times, with stubs for 1"):
        ran(task("A", retry=retry), stubs={"A": in_turn(Fails("Boom"))})


def test_an_endless_loop_fails_the_execution():
    states = (
        Choice("Again", rules=(When(equals("$.n", 1), next="Again2"),), otherwise="Done"),
        Pass("Again2", next="Again"),
        Succeed("Done"),
    )
    assert ran(*states, given={"n": 1}).error == "States.Runtime"


PASS = {"Type": "Pass", "End": True}
UNSUPPORTED = {
    "a type": {"Type": "Teleport", "End": True},
    "a field": {**PASS, "Assign": {}},
    "a field of a retry": {"Type": "Task", "Resource": "x", "Retry": [{"Jitter": 1}], "End": True},
    "a field of a catch": {"Type": "Task", "Resource": "x", "Catch": [{"Assign": 1}], "End": True},
    "a map of another mode": {
        "Type": "Map",
        "End": True,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "REMOTE"},
            "StartAt": "B",
            "States": {"B": PASS},
        },
    },
    "something in a branch": {
        "Type": "Parallel",
        "End": True,
        "Branches": [{"StartAt": "B", "States": {"B": {**PASS, "Assign": {}}}}],
    },
}


@pytest.mark.parametrize("state", UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_other_types_and_fields_are_unsupported(state):
    with pytest.raises(Unsupported):
        simulate({"StartAt": "A", "States": {"A": state}}, {})
    with pytest.raises(Unsupported):
        simulate({"StartAt": "A", "States": {"A": PASS}, "QueryLanguage": "JSONata"}, {})
