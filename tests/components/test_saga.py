"""What a saga does, told by running it in the simulator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.workflow.branches import Parallel
from components.workflow.definition import Definition
from components.workflow.errors import ALL, TASK_FAILED, Catch, Retry
from components.workflow.saga import Saga, Step
from components.workflow.states import Pass
from tests.components.asl import task
from tests.simulator.simulator import simulate
from tests.simulator.stubs import Fails, Takes, in_turn

RESERVE = Step(
    action=task("ReserveInventory"),
    compensation=task("ReleaseInventory"),
    refusals=("InventoryFailed",),
)
PAY = Step(
    action=task("ProcessPayment"),
    compensation=task("RefundPayment"),
    refusals=("PaymentFailed",),
)
SHIP = Step(
    action=task("ShipOrder"), compensation=task("CancelShipment"), refusals=("ShipmentFailed",)
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


def undone(ran) -> list[str]:
    return [name for name in ran.visited if name in UNDOES]


def test_its_steps_run_in_order_and_then_the_completion():
    ran = run()
    assert ran.status == "SUCCEEDED"
    assert ran.visited == [
        *("ReserveInventory", "ProcessPayment", "ShipOrder", "ConfirmOrder", "Completed")
    ]


def test_what_steps_answer_is_kept_beside_the_input_that_later_steps_need():
    assert run().payloads("ConfirmOrder") == [
        {
            "orderId": "o1",
            "results": {
                name: {"did": name} for name in ("ReserveInventory", "ProcessPayment", "ShipOrder")
            },
        }
    ]


def test_what_the_completion_answers_replaces_nothing():
    assert run().output == run().payloads("ConfirmOrder")[0]


BEGUN = Fails("Boom", cause="it crashed")
TROUBLE = {
    "the first step refuses": ({"ReserveInventory": Fails("InventoryFailed")}, []),
    "the first step crashes": ({"ReserveInventory": BEGUN}, ["ReleaseInventory"]),
    "the second step refuses": ({"ProcessPayment": Fails("PaymentFailed")}, ["ReleaseInventory"]),
    "the second step crashes": (
        {"ProcessPayment": BEGUN},
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
    "the last step crashes": ({"ShipOrder": BEGUN}, list(UNDOES)),
    "the last step's result is too large": (
        {"ShipOrder": Fails("States.DataLimitExceeded")},
        list(UNDOES),
    ),
    "the completion fails": ({"ConfirmOrder": BEGUN}, list(UNDOES)),
}


@pytest.mark.parametrize(("stubs", "undoes"), TROUBLE.values(), ids=TROUBLE)
def test_trouble_undoes_what_may_have_happened_in_reverse_and_the_run_fails(stubs, undoes):
    ran = run(stubs)
    assert undone(ran) == undoes
    assert (ran.status, ran.error) == ("FAILED", "OrderProcessingFailed")
    assert ran.visited[-3:] == ["CancelOrder", "EverythingUndone", "Failed"]


def test_the_error_that_began_it_is_there_for_all_that_follows():
    ran = run({"ShipOrder": BEGUN})
    for name in (*UNDOES, "CancelOrder"):
        [payload] = ran.payloads(name)
        assert payload["error"] == {"Error": "Boom", "Cause": "it crashed"}
        assert payload["orderId"] == "o1"


def test_a_compensation_is_tried_hard():
    ran = run({"ShipOrder": BEGUN, "RefundPayment": in_turn(*[Fails("Down")] * 6, {})})
    assert ran.error == "OrderProcessingFailed"
    seconds = [call.second for call in ran.calls if call.state == "RefundPayment"]
    assert [second - seconds[0] for second in seconds] == [0, 2, 6, 14, 30, 62, 122]


@pytest.mark.parametrize(
    ("retry", "tries"),
    [
        (Retry(errors=("Down",), attempts=3), 7),
        (Retry(errors=("Down",), attempts=9), 10),
        (Retry(errors=("Other",), attempts=3), 7),
        (Retry(errors=("Down",), attempts=0), 1),
        (Retry(errors=(ALL,), attempts=1), 2),
    ],
    ids=["less often", "more often", "something else", "an answer", "as it says of everything"],
)
def test_a_compensation_is_tried_no_less_for_what_it_says_itself(retry, tries):
    step = Step(action=task("ProcessPayment"), compensation=task("RefundPayment", retry=(retry,)))
    ran = run({"ProcessPayment": BEGUN, "RefundPayment": Fails("Down")}, steps=(step,))
    assert len(ran.payloads("RefundPayment")) == tries


def test_a_compensation_that_finally_fails_is_told_and_keeps_no_other_from_running():
    ran = run({"ShipOrder": BEGUN, "RefundPayment": Fails("Down", cause="for good")})
    assert len(ran.payloads("RefundPayment")) == 7
    assert undone(ran) == list(UNDOES)
    assert (ran.error, ran.end) == ("CompensationFailed", "CompensationFailed")
    [told] = ran.payloads("CancelOrder")
    assert told["notUndone"] == {"RefundPayment": {"Error": "Down", "Cause": "for good"}}
    assert told["error"]["Error"] == "Boom"


def test_several_compensations_that_fail_are_all_told():
    ran = run({name: Fails("Down") for name in ("ShipOrder", *UNDOES)})
    assert list(ran.payloads("CancelOrder")[0]["notUndone"]) == list(UNDOES)


def test_a_failure_that_cannot_be_told_is_no_quiet_end():
    ran = run({"ShipOrder": BEGUN, "CancelOrder": Fails("Down")})
    assert ran.error == "CompensationFailed"


def test_a_completion_is_tried_hard_before_anything_is_undone():
    ran = run({"ConfirmOrder": in_turn(*[Fails("Down")] * 6, {})})
    assert ran.status == "SUCCEEDED"


def test_a_step_is_tried_again_whatever_it_fails_with():
    down = Fails("Down")
    assert run({"ProcessPayment": in_turn(down, down, down, {})}).status == "SUCCEEDED"


def test_a_refusal_is_an_answer_and_not_asked_for_again():
    ran = run({"ProcessPayment": in_turn(Fails("PaymentFailed"))})
    assert (undone(ran), ran.error) == (["ReleaseInventory"], "OrderProcessingFailed")


def test_a_step_that_took_too_long_is_not_tried_again():
    ran = run({"ProcessPayment": in_turn(Takes(31))})
    assert len(ran.payloads("ProcessPayment")) == 1


@pytest.mark.parametrize(
    ("retry", "error", "tries"),
    [
        (Retry(errors=("Busy",), attempts=5), "Busy", 6),
        (Retry(errors=("Busy",), attempts=5), "Down", 4),
        (Retry(errors=("Down",), attempts=0), "Down", 1),
        (Retry(errors=(TASK_FAILED,), attempts=1), "Down", 2),
        (Retry(errors=(ALL,), attempts=1), "Down", 2),
        (Retry(errors=(ALL,), attempts=1), "PaymentFailed", 1),
        (Retry(errors=("PaymentFailed",), attempts=1), "PaymentFailed", 2),
    ],
    ids=[
        *("more often", "not what it speaks of", "an answer", "as it says of failures"),
        *("as it says of everything", "a refusal in spite of that", "a refusal on purpose"),
    ],
)
def test_an_action_has_its_say_on_what_is_tried_again(retry, error, tries):
    step = replace(PAY, action=task("ProcessPayment", retry=(retry,)))
    ran = run({"ProcessPayment": Fails(error)}, steps=(step,))
    assert len(ran.payloads("ProcessPayment")) == tries


def test_branches_are_not_all_begun_again_for_one_that_fails():
    both = Parallel(
        "Fulfil",
        branches=(Definition((task("ShipOrder"),)), Definition((task("ConfirmOrder"),))),
    )
    step = Step(action=both, compensation=task("CancelShipment"))
    ran = run({"ShipOrder": BEGUN}, steps=(step,), completion=task("ReserveInventory"))
    assert len(ran.payloads("ConfirmOrder")) == 1


def test_what_nobody_reads_need_not_be_kept():
    step = replace(RESERVE, action=task("ReserveInventory", result_path=None))
    ran = run({"ReserveInventory": {"long": "list"}}, steps=(step, PAY))
    assert "ReserveInventory" not in ran.payloads("ConfirmOrder")[0]["results"]


def test_an_action_may_be_tried_as_its_task_says():
    retry = (Retry(errors=("PaymentRetryable",), attempts=3),)
    pay = Step(action=task("ProcessPayment", retry=retry), compensation=task("RefundPayment"))
    busy = Fails("PaymentRetryable")
    assert run({"ProcessPayment": in_turn(busy, busy, {})}, steps=(pay,)).status == "SUCCEEDED"
    failed = run({"ProcessPayment": in_turn(*[busy] * 4)}, steps=(pay,))
    assert (undone(failed), failed.error) == (["RefundPayment"], "OrderProcessingFailed")


def test_a_step_that_changes_nothing_is_not_undone():
    check = Step(action=task("ValidateOrder"), changes=False)
    failed = run({"ValidateOrder": BEGUN}, steps=(check, PAY))
    assert (undone(failed), failed.error) == ([], "OrderProcessingFailed")
    later = run({"ValidateOrder": {}, "ProcessPayment": BEGUN}, steps=(check, PAY))
    assert undone(later) == ["RefundPayment"]


def test_a_step_may_be_several_actions_side_by_side():
    both = Parallel(
        "Fulfil",
        branches=(Definition((task("ShipOrder"),)), Definition((task("ConfirmOrder"),))),
    )
    step = Step(action=both, compensation=task("CancelShipment"))
    failed = run(
        {"ShipOrder": BEGUN, "CancelShipment": {}},
        steps=(PAY, step),
        completion=task("ReserveInventory"),
    )
    assert undone(failed) == ["CancelShipment", "RefundPayment"]


def test_it_may_stand_behind_other_states():
    first = Pass("Begin", next=saga().start)
    whole = Definition((first, *saga().states()))
    assert simulate(whole.render(), {}, WORKS).visited[:2] == ["Begin", "ReserveInventory"]


def test_its_ends_may_have_names_of_their_own():
    assert run(completed="OrderComplete").end == "OrderComplete"
    failed = run({"ShipOrder": BEGUN}, failed="OrderFailed", cause="it did not work out")
    assert (failed.end, failed.cause) == ("OrderFailed", "it did not work out")


def test_a_step_that_changes_something_cannot_do_without_a_compensation():
    with pytest.raises(ValueError) as refused:
        Step(action=task("ProcessPayment"))
    assert str(refused.value) == (
        "ProcessPayment changes something: give the step a compensation, or say changes=False"
    )


def test_what_changes_nothing_cannot_be_undone():
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
def test_only_the_saga_says_what_comes_after_what(changes):
    with pytest.raises(ValueError, match="that is the saga's to decide"):
        saga(**changes)


@pytest.mark.parametrize("name", ["Process-Payment", "Process payment", "2ndPayment", "Größe"])
@pytest.mark.parametrize("part", ["action", "compensation", "completion", "failure"])
def test_the_name_of_an_action_can_stand_in_a_path(part, name):
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
        "to stand in a path"
    )


def test_a_saga_without_steps_is_none():
    with pytest.raises(ValueError, match="a saga needs at least one step"):
        saga(steps=())
