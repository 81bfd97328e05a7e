"""The patterns that the builder is for, a few lines each, run in the simulator."""

from __future__ import annotations

import pytest

from components.workflow.branches import Map, Parallel
from components.workflow.choice import Choice, When, equals
from components.workflow.definition import Definition
from components.workflow.errors import TIMEOUT, Catch, Retry
from components.workflow.saga import Saga, Step
from components.workflow.states import Fail, Succeed, Wait
from tests.components.asl import asks, task
from tests.simulator.simulator import Simulator, simulate
from tests.simulator.stubs import CallsBack, Fails, NeverCallsBack, Takes, in_turn


def ran(definition, given=None, **stubs):
    return simulate(definition.render(), {} if given is None else given, stubs)


def side_by_side(name, *tasks, **changes):
    return Parallel(name, branches=tuple(Definition((task(each),)) for each in tasks), **changes)


def test_steps_in_order_each_pass_on_what_their_function_gave():
    steps = Definition((task("Step1", next="Step2"), task("Step2", next="Step3"), task("Step3")))
    more = {name: lambda payload: {"n": payload["n"] + 1} for name in ("Step1", "Step2", "Step3")}
    run = ran(steps, {"n": 0}, **more)
    assert [call.payload for call in run.calls] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert run.output == {"n": 3}


def test_parallel_processing_gives_the_aggregate_three_results():
    flow = Definition(
        (
            side_by_side(
                "ParallelProcessing", "ProcessA", "ProcessB", "ProcessC", next="Aggregate"
            ),
            task("Aggregate"),
        )
    )
    run = ran(flow, ProcessA="a", ProcessB=Takes(9, "b"), ProcessC="c", Aggregate="all")
    assert run.payloads("Aggregate") == [["a", "b", "c"]]
    assert (run.output, run.seconds) == ("all", 9)


def test_a_map_works_on_ten_of_25_items_at_once():
    flow = Definition(
        (
            Map(
                "ProcessItems",
                items="$.items",
                each=Definition((task("ProcessItem"),)),
                max_concurrency=10,
                next="Finalize",
            ),
            task("Finalize"),
        )
    )
    run = ran(flow, {"items": list(range(25))}, ProcessItem=lambda n: Takes(5, n), Finalize={})
    assert run.max_concurrency == {"ProcessItems": 10}
    assert run.payloads("Finalize") == [list(range(25))]
    assert run.seconds == 15


@pytest.mark.parametrize(
    ("kind", "process"),
    [("STANDARD", "Standard"), ("EXPRESS", "Express"), ("GIFT", "Default")],
)
def test_a_choice_by_the_type_of_an_order(kind, process):
    flow = Definition(
        (
            Choice(
                "ByType",
                rules=(
                    When(equals("$.orderType", "STANDARD"), next="Standard"),
                    When(equals("$.orderType", "EXPRESS"), next="Express"),
                ),
                otherwise="Default",
            ),
            *(task(name) for name in ("Standard", "Express", "Default")),
        )
    )
    run = ran(flow, {"orderType": kind}, Standard={}, Express={}, Default={})
    assert run.visited == ["ByType", process]


def test_a_wait_of_thirty_seconds():
    flow = Definition((Wait("HoldOn", seconds=30, next="Go"), task("Go")))
    assert ran(flow, Go={}).seconds == 30


def test_a_wait_until_the_time_in_the_input():
    flow = Definition((Wait("UntilExpiry", timestamp="$.expiryTime", next="Go"), task("Go")))
    assert ran(flow, {"expiryTime": "2026-11-21T13:00:00Z"}, Go={}).seconds == 3600


def token_task(name, timeout, **changes):
    """A task that asks a function and waits; what ``invoke_and_wait`` gives, without a function."""
    payload = {"token.$": "$$.Task.Token", "input.$": "$"}
    does = asks(
        name,
        resource="arn:aws:states:::lambda:invoke.waitForTaskToken",
        parameters={"FunctionName": f"arn:{name}", "Payload": payload},
        waits="token",
    )
    return task(name, does=does, timeout=timeout, **changes)


def approval():
    """From the request to the decision; no answer within three days is a no."""
    return Definition(
        (
            token_task(
                "WaitForApproval",
                3 * 86_400,
                catch=(
                    Catch(next="Rejected", errors=("Rejected",)),
                    Catch(next="Expired", errors=(TIMEOUT,)),
                ),
                result_path="$.decision",
                next="Carry out",
            ),
            task("Carry out", next="Approved"),
            Succeed("Approved"),
            Fail("Rejected", error="Rejected", cause="an approver said no"),
            Fail("Expired", error="Expired", cause="no approver answered in three days"),
        )
    )


def test_an_approval_carries_the_token_and_the_whole_request():
    run = ran(
        approval(), {"sum": 9_000}, WaitForApproval=CallsBack({"by": "ann"}), **{"Carry out": {}}
    )
    assert run.payloads("WaitForApproval") == [{"token": "token-1", "input": {"sum": 9_000}}]
    assert run.payloads("Carry out") == [{"sum": 9_000, "decision": {"by": "ann"}}]
    assert run.end == "Approved"


@pytest.mark.parametrize(
    ("answer", "end"),
    [(CallsBack(Fails("Rejected"), after=3600), "Rejected"), (NeverCallsBack(), "Expired")],
)
def test_an_approval_that_is_refused_or_forgotten_carries_nothing_out(answer, end):
    run = ran(approval(), WaitForApproval=answer)
    assert (run.visited, run.error) == (["WaitForApproval", end], end)


def test_a_slow_job_is_started_and_its_end_resumes_the_run_without_polling():
    flow = Definition((token_task("StartJob", 7200, next="UseResult"), task("UseResult")))
    jobs = []

    def job_done() -> bool:
        return bool(jobs) and simulator.tokens.succeed(jobs.pop(), {"rows": 12})

    simulator = Simulator(
        flow.render(),
        {"StartJob": lambda payload: jobs.append(payload["token"]), "UseResult": {}},
        when_idle=job_done,
    )
    run = simulator.run({})
    assert run.visited == ["StartJob", "UseResult"]
    assert run.payloads("UseResult") == [{"rows": 12}]
    assert len(run.payloads("StartJob")) == 1


def order_workflow():
    """Validate, pay, fulfil on two sides at once; whatever fails is undone and ends the same."""
    pay = task("ProcessPayment", retry=(Retry(errors=("PaymentRetryable",), attempts=3),))
    return Saga(
        steps=(
            Step(action=task("ValidateOrder"), changes=False),
            Step(
                action=pay,
                compensation=task("RefundPayment"),
                no_effect_errors=("PaymentRetryable",),
            ),
            Step(
                action=side_by_side("FulfillOrder", "UpdateInventory", "SendConfirmation"),
                compensation=task("RestoreInventory"),
            ),
        ),
        completion=task("PublishOrder"),
        failure=task("PublishFailure"),
        error="OrderProcessingFailed",
        completed="OrderComplete",
        failed="OrderFailed",
    ).definition()


WORKS = {
    name: {}
    for name in (
        *("ValidateOrder", "ProcessPayment", "UpdateInventory", "SendConfirmation"),
        *("PublishOrder", "RestoreInventory", "RefundPayment", "PublishFailure"),
    )
}


def test_an_order_is_validated_paid_fulfilled_and_complete():
    run = ran(order_workflow(), **WORKS)
    assert run.status == "SUCCEEDED"
    assert run.visited == [
        *("ValidateOrder", "ProcessPayment", "FulfillOrder"),
        *("UpdateInventory", "SendConfirmation", "PublishOrder", "OrderComplete"),
    ]


BUSY = Fails("PaymentRetryable")
ORDERS = {
    "it is not valid": ({"ValidateOrder": Fails("ValidationError")}, []),
    "payment stays busy": ({"ProcessPayment": in_turn(*[BUSY] * 4)}, []),
    "payment breaks": ({"ProcessPayment": Fails("Boom")}, ["RefundPayment"]),
    "fulfilment fails": (
        {"UpdateInventory": Fails("Boom")},
        ["RestoreInventory", "RefundPayment"],
    ),
    "the confirmation fails": (
        {"SendConfirmation": Fails("Boom")},
        ["RestoreInventory", "RefundPayment"],
    ),
}


@pytest.mark.parametrize(("stubs", "undone"), ORDERS.values(), ids=ORDERS)
def test_an_order_that_fails_anywhere_is_undone_and_ends_in_order_failed(stubs, undone):
    run = ran(order_workflow(), **{**WORKS, **stubs})
    assert (run.end, run.error) == ("OrderFailed", "OrderProcessingFailed")
    assert [name for name in run.visited if name in ("RestoreInventory", "RefundPayment")] == undone


def test_a_payment_that_fails_twice_and_then_passes_is_a_payment():
    run = ran(order_workflow(), **{**WORKS, "ProcessPayment": in_turn(BUSY, BUSY, {})})
    assert run.end == "OrderComplete"
    assert [call.second for call in run.calls if call.state == "ProcessPayment"] == [0, 1, 3]


def test_chunks_of_a_file_are_worked_on_in_parallel_and_then_brought_together():
    flow = Definition(
        (side_by_side("Chunks", "Chunk1", "Chunk2", next="Aggregate"), task("Aggregate"))
    )
    run = ran(
        flow,
        {"bucket": "files", "key": "large.csv"},
        Chunk1=Takes(20, 10),
        Chunk2=Takes(25, 12),
        Aggregate=lambda sums: {"sum": sum(sums)},
    )
    assert run.visited == ["Chunks", "Chunk1", "Chunk2", "Aggregate"]
    assert (run.output, run.seconds) == ({"sum": 22}, 25)
