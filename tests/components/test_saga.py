"""What a saga does, by running it in the simulator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.workflow.branches import Parallel
from components.workflow.choice import equals
from components.workflow.definition import Definition
from components.workflow.errors import ALL, TASK_FAILED, Catch, Retry
from components.workflow.saga import Instead, Saga, Step
from components.workflow.states import Pass
from tests.components.asl import task
from tests.simulator.simulator import simulate
from tests.simulator.stubs import Fails, Takes, in_turn

RESERVE = Step(
    action=task("ReserveInventory"),
    compensation=task("ReleaseInventory"),
    no_effect_errors=("InventoryFailed",),
)
PAY = Step(
    action=task("ProcessPayment"),
    compensation=task("RefundPayment"),
    no_effect_errors=("PaymentFailed",),
)
SHIP = Step(
    action=task("ShipOrder"),
    compensation=task("CancelShipment"),
    no_effect_errors=("ShipmentFailed",),
)
WORKS = {
    name: {"did": name}
    for name in (
        *("ReserveInventory", "ProcessPayment", "ShipOrder", "ConfirmOrder"),
        *("CancelShipment", "RefundPayment", "ReleaseInventory", "CancelOrder"),
    )
}
UNDOES = ("CancelShipment", "RefundPayment", "ReleaseInventory")


def saga(**changes) -> Saga:
    return Saga(
        **{
            "steps": (RESERVE, PAY, SHIP),
            "completion": task("ConfirmOrder"),
            "failure": task("CancelOrder"),
            "error": "OrderProcessingFailed",
            **changes,
        }
    )


def run(stubs=None, **changes):
    return simulate(
        saga(**changes).definition().render(), {"orderId": "o1"}, {**WORKS, **(stubs or {})}
    )


def compensated(ran) -> list[str]:
    return [name for name in ran.visited if name in UNDOES]


def test_its_steps_run_in_order_and_then_the_completion():
    ran = run()
    assert ran.status == "SUCCEEDED"
    assert ran.visited == [
        *("ReserveInventory", "ProcessPayment", "ShipOrder", "ConfirmOrder", "Completed")
    ]


def test_the_results_of_steps_are_kept_beside_the_input():
    assert run().payloads("ConfirmOrder") == [
        {
            "orderId": "o1",
            "results": {
                name: {"did": name} for name in ("ReserveInventory", "ProcessPayment", "ShipOrder")
            },
        }
    ]


def test_the_result_of_the_completion_is_dropped():
    assert run().output == run().payloads("ConfirmOrder")[0]


CRASHED = Fails("Boom", cause="it crashed")
FAILURES = {
    "the first step refuses": ({"ReserveInventory": Fails("InventoryFailed")}, []),
    "the first step crashes": ({"ReserveInventory": CRASHED}, ["ReleaseInventory"]),
    "the second step refuses": ({"ProcessPayment": Fails("PaymentFailed")}, ["ReleaseInventory"]),
    "the second step crashes": (
        {"ProcessPayment": CRASHED},
        ["RefundPayment", "ReleaseInventory"],
    ),
    "the second step does not end": (
        {"ProcessPayment": Takes(31)},
        ["RefundPayment", "ReleaseInventory"],
    ),
    "the second step gives the first one's refusal": (
        {"ProcessPayment": Fails("InventoryFailed")},
        ["RefundPayment", "ReleaseInventory"],
    ),
    "the last step refuses": (
        {"ShipOrder": Fails("ShipmentFailed")},
        ["RefundPayment", "ReleaseInventory"],
    ),
    "the last step crashes": ({"ShipOrder": CRASHED}, list(UNDOES)),
    "the last step's result is too large": (
        {"ShipOrder": Fails("States.DataLimitExceeded")},
        list(UNDOES),
    ),
    "the completion fails": ({"ConfirmOrder": CRASHED}, list(UNDOES)),
}


@pytest.mark.parametrize(("stubs", "undoes"), FAILURES.values(), ids=FAILURES)
def test_compensations_run_in_reverse_order_and_the_execution_fails(stubs, undoes):
    ran = run(stubs)
    assert compensated(ran) == undoes
    assert (ran.status, ran.error) == ("FAILED", "OrderProcessingFailed")
    assert ran.visited[-3:] == ["CancelOrder", "EverythingUndone", "Failed"]


def test_the_first_error_is_in_the_input_of_all_that_follows():
    ran = run({"ShipOrder": CRASHED})
    for name in (*UNDOES, "CancelOrder"):
        [payload] = ran.payloads(name)
        assert payload["error"] == {"Error": "Boom", "Cause": "it crashed"}
        assert payload["orderId"] == "o1"


def test_a_compensation_is_retried_for_two_minutes():
    ran = run({"ShipOrder": CRASHED, "RefundPayment": in_turn(*[Fails("Down")] * 6, {})})
    assert ran.error == "OrderProcessingFailed"
    seconds = [call.second for call in ran.calls if call.state == "RefundPayment"]
    assert [second - seconds[0] for second in seconds] == [0, 2, 6, 14, 30, 62, 122]


@pytest.mark.parametrize(
    ("retry", "attempts"),
    [
        (Retry(errors=("Down",), attempts=3), 7),
        (Retry(errors=("Down",), attempts=9), 10),
        (Retry(errors=("Other",), attempts=3), 7),
        (Retry(errors=("Down",), attempts=0), 1),
        (Retry(errors=(ALL,), attempts=1), 2),
    ],
    ids=["less often", "more often", "something else", "final", "all errors"],
)
def test_a_compensation_has_six_retries_or_more_of_its_own_errors(retry, attempts):
    step = Step(action=task("ProcessPayment"), compensation=task("RefundPayment", retry=(retry,)))
    ran = run({"ProcessPayment": CRASHED, "RefundPayment": Fails("Down")}, steps=(step,))
    assert len(ran.payloads("RefundPayment")) == attempts


def test_a_compensation_that_fails_is_recorded_and_the_others_still_run():
    ran = run({"ShipOrder": CRASHED, "RefundPayment": Fails("Down", cause="for good")})
    assert len(ran.payloads("RefundPayment")) == 7
    assert compensated(ran) == list(UNDOES)
    assert (ran.error, ran.end) == ("CompensationFailed", "CompensationFailed")
    [given] = ran.payloads("CancelOrder")
    assert given["notUndone"] == {"RefundPayment": {"Error": "Down", "Cause": "for good"}}
    assert given["error"]["Error"] == "Boom"


def test_several_compensations_that_fail_are_all_recorded():
    ran = run({name: Fails("Down") for name in ("ShipOrder", *UNDOES)})
    assert list(ran.payloads("CancelOrder")[0]["notUndone"]) == list(UNDOES)


def test_a_failure_action_that_fails_ends_the_execution_as_compensation_failed():
    ran = run({"ShipOrder": CRASHED, "CancelOrder": Fails("Down")})
    assert ran.error == "CompensationFailed"


def test_a_completion_is_retried_before_any_compensation_runs():
    ran = run({"ConfirmOrder": in_turn(*[Fails("Down")] * 6, {})})
    assert ran.status == "SUCCEEDED"


def test_a_step_is_retried_on_any_error():
    down = Fails("Down")
    assert run({"ProcessPayment": in_turn(down, down, down, {})}).status == "SUCCEEDED"


def test_a_refusal_is_not_retried():
    ran = run({"ProcessPayment": in_turn(Fails("PaymentFailed"))})
    assert (compensated(ran), ran.error) == (["ReleaseInventory"], "OrderProcessingFailed")


def test_a_step_that_timed_out_is_not_retried():
    ran = run({"ProcessPayment": in_turn(Takes(31))})
    assert len(ran.payloads("ProcessPayment")) == 1


@pytest.mark.parametrize(
    ("retry", "error", "attempts"),
    [
        (Retry(errors=("Busy",), attempts=5), "Busy", 6),
        (Retry(errors=("Busy",), attempts=5), "Down", 7),
        (Retry(errors=("Down",), attempts=0), "Down", 1),
        (Retry(errors=(TASK_FAILED,), attempts=1), "Down", 2),
        (Retry(errors=(ALL,), attempts=1), "Down", 2),
        (Retry(errors=(ALL,), attempts=1), "PaymentFailed", 1),
        (Retry(errors=("PaymentFailed",), attempts=1), "PaymentFailed", 2),
    ],
    ids=[
        *("more often", "another error", "final", "task failures"),
        *("all errors", "a refusal all the same", "a refusal on purpose"),
    ],
)
def test_an_actions_own_retries_take_precedence(retry, error, attempts):
    step = replace(PAY, action=task("ProcessPayment", retry=(retry,)))
    ran = run({"ProcessPayment": Fails(error)}, steps=(step,))
    assert len(ran.payloads("ProcessPayment")) == attempts


def test_a_parallel_step_is_not_retried_as_a_whole():
    both = Parallel(
        "Fulfil",
        branches=(Definition((task("ShipOrder"),)), Definition((task("ConfirmOrder"),))),
    )
    step = Step(action=both, compensation=task("CancelShipment"))
    ran = run({"ShipOrder": CRASHED}, steps=(step,), completion=task("ReserveInventory"))
    assert len(ran.payloads("ConfirmOrder")) == 1


def test_a_result_may_be_dropped():
    step = replace(RESERVE, action=task("ReserveInventory", result_path=None))
    ran = run({"ReserveInventory": {"long": "list"}}, steps=(step, PAY))
    assert "ReserveInventory" not in ran.payloads("ConfirmOrder")[0]["results"]


def test_an_action_keeps_the_retries_of_its_task():
    retry = (Retry(errors=("PaymentRetryable",), attempts=3),)
    pay = Step(action=task("ProcessPayment", retry=retry), compensation=task("RefundPayment"))
    busy = Fails("PaymentRetryable")
    assert run({"ProcessPayment": in_turn(busy, busy, {})}, steps=(pay,)).status == "SUCCEEDED"
    failed = run({"ProcessPayment": in_turn(*[busy] * 4)}, steps=(pay,))
    assert (compensated(failed), failed.error) == (["RefundPayment"], "OrderProcessingFailed")


def test_a_step_that_changes_nothing_has_no_compensation():
    check = Step(action=task("ValidateOrder"), changes=False)
    failed = run({"ValidateOrder": CRASHED}, steps=(check, PAY))
    assert (compensated(failed), failed.error) == ([], "OrderProcessingFailed")
    later = run({"ValidateOrder": {}, "ProcessPayment": CRASHED}, steps=(check, PAY))
    assert compensated(later) == ["RefundPayment"]


def test_a_step_may_be_a_parallel():
    both = Parallel(
        "Fulfil",
        branches=(Definition((task("ShipOrder"),)), Definition((task("ConfirmOrder"),))),
    )
    step = Step(action=both, compensation=task("CancelShipment"))
    failed = run(
        {"ShipOrder": CRASHED, "CancelShipment": {}},
        steps=(PAY, step),
        completion=task("ReserveInventory"),
    )
    assert compensated(failed) == ["CancelShipment", "RefundPayment"]


def test_other_states_may_come_before_it():
    first = Pass("Begin", next=saga().start)
    whole = Definition((first, *saga().states()))
    assert simulate(whole.render(), {}, WORKS).visited[:2] == ["Begin", "ReserveInventory"]


def test_its_last_states_may_be_renamed():
    assert run(completed="OrderComplete").end == "OrderComplete"
    failed = run({"ShipOrder": CRASHED}, failed="OrderFailed", cause="it did not work out")
    assert (failed.end, failed.cause) == ("OrderFailed", "it did not work out")


def test_a_step_that_changes_something_needs_a_compensation():
    with pytest.raises(ValueError) as refused:
        Step(action=task("ProcessPayment"))
    assert str(refused.value) == (
        "ProcessPayment changes something: give the step a compensation, or changes=False"
    )


def test_a_compensation_of_a_step_that_changes_nothing_is_refused():
    with pytest.raises(ValueError) as refused:
        Step(action=task("ValidateOrder"), compensation=task("Undo"), changes=False)
    assert str(refused.value) == "ValidateOrder changes nothing, yet Undo would undo it"


@pytest.mark.parametrize(
    "changes",
    [
        {"completion": task("ConfirmOrder", next="ReserveInventory")},
        {"failure": task("CancelOrder", catch=(Catch(next="Failed"),))},
        {"steps": (Step(action=task("Pay", next="Ship"), compensation=task("Refund")),)},
        {"steps": (Step(action=task("Pay"), compensation=task("Refund", next="Ship")),)},
    ],
    ids=["completion", "failure", "action", "compensation"],
)
def test_an_action_with_next_or_catch_is_refused(changes):
    with pytest.raises(ValueError, match="the saga sets them"):
        saga(**changes)


@pytest.mark.parametrize("name", ["Process-Payment", "Process payment", "2ndPayment", "Größe"])
@pytest.mark.parametrize("part", ["action", "compensation", "completion", "failure"])
def test_the_name_of_an_action_must_be_usable_in_a_path(part, name):
    odd = task(name)
    changes = (
        {part: odd}
        if part in ("completion", "failure")
        else {"steps": (replace(PAY, **{part: odd}),)}
    )
    with pytest.raises(ValueError) as refused:
        saga(**changes)
    assert str(refused.value) == (
        f"{name}: the name of an action must be letters, digits and underscores, after a letter, "
        "to be part of a path"
    )


def test_a_saga_without_steps_is_refused():
    with pytest.raises(ValueError, match="a saga needs at least one step"):
        saga(steps=())


BY_TRANSFER = Instead(
    when=equals("$.method", "transfer"), action=task("AwaitTransfer", timeout=400_000)
)
EITHER = replace(PAY, instead=(BY_TRANSFER,))


def paid_by(method, **stubs):
    definition = saga(steps=(RESERVE, EITHER, SHIP)).definition().render()
    stubs = {**WORKS, "AwaitTransfer": {"did": "AwaitTransfer"}, **stubs}
    return simulate(definition, {"orderId": "o1", "method": method}, stubs)


@pytest.mark.parametrize(
    ("method", "action"), [("card", "ProcessPayment"), ("transfer", "AwaitTransfer")]
)
def test_a_step_may_have_another_action_for_some_inputs(method, action):
    ran = paid_by(method)
    assert ran.status == "SUCCEEDED"
    assert ran.visited[:3] == ["ReserveInventory", "ChooseProcessPayment", action]
    assert set(ran.output["results"]) == {"ReserveInventory", "ProcessPayment", "ShipOrder"}


def test_what_was_done_instead_is_undone_as_the_step_s_action_is():
    ran = paid_by("transfer", ShipOrder=Fails("ShipmentFailed"))
    assert ran.visited[-5:-2] == ["RefundPayment", "ReleaseInventory", "CancelOrder"]
    ran = paid_by("transfer", AwaitTransfer=Fails("PaymentFailed"))
    assert "RefundPayment" not in ran.visited
    assert ran.visited[-4:-2] == ["ReleaseInventory", "CancelOrder"]
    ran = paid_by("transfer", AwaitTransfer=Fails("States.Timeout"))
    assert ran.visited[-5:-2] == ["RefundPayment", "ReleaseInventory", "CancelOrder"]


def test_a_saga_may_begin_with_a_choice():
    assert saga(steps=(EITHER,)).start == "ChooseProcessPayment"


def test_what_is_done_instead_leads_nowhere_itself():
    other = replace(BY_TRANSFER, action=replace(task("AwaitTransfer"), next="ShipOrder"))
    with pytest.raises(ValueError, match="AwaitTransfer must have neither next nor catch"):
        saga(steps=(replace(PAY, instead=(other,)),))
