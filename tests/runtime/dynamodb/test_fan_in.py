"""Tests of fan-in."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.dynamodb.fan_in import FanIn, Progress, StepsUnknown
from runtime.dynamodb.table import Table

shipments = Table("shipments")
fan_in = FanIn(
    table=shipments,
    key="orderId",
    expected="parcels",
    completed="delivered",
    completed_at="fulfilledAt",
)


def expect(*steps, key="order-1"):
    shipments.put({"orderId": key, "parcels": list(steps)})


def test_a_row_with_missing_steps_is_not_complete(aws):
    expect("a", "b", "c")
    fan_in.record_step("order-1", "c")
    assert fan_in.record_step("order-1", "a") == Progress(
        completed=("a", "c"), is_complete=False, is_first_completion=False
    )
    assert "fulfilledAt" not in shipments.get({"orderId": "order-1"})


def test_the_last_step_completes_a_row_once(aws):
    expect("a", "b")
    fan_in.record_step("order-1", "b")
    last, again = fan_in.record_step("order-1", "a"), fan_in.record_step("order-1", "a")
    assert last == Progress(completed=("a", "b"), is_complete=True, is_first_completion=True)
    assert again == Progress(completed=("a", "b"), is_complete=True, is_first_completion=False)
    # Two for the last of them, and one for each other.
    assert aws.dynamodb.calls.count("UpdateItem") == 4


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    results=st.permutations([*itertools.product(["one", "two"], ["a", "b", "c"])] * 2),
)
def test_each_row_completes_once_in_whatever_order_and_however_often_steps_arrive(aws, results):
    expect("a", "b", "c", key="one")
    expect("a", "b", "c", key="two")
    firsts = [
        (key, place)
        for place, (key, step) in enumerate(results)
        if fan_in.record_step(key, step).is_first_completion
    ]
    assert sorted(key for key, _ in firsts) == ["one", "two"]
    for key, place in firsts:
        assert {step for of, step in results[: place + 1] if of == key} == {"a", "b", "c"}


def test_two_callers_at_once_complete_a_row_once(aws, monkeypatch):
    expect("a")
    other, update = [], Table.update

    def overtaken(table, key, change, *arguments, **more):
        if change.startswith("SET") and not other:
            other.append(None)
            other[0] = fan_in.record_step("order-1", "a")
        return update(table, key, change, *arguments, **more)

    monkeypatch.setattr(Table, "update", overtaken)
    mine = fan_in.record_step("order-1", "a")
    assert [other[0].is_first_completion, mine.is_first_completion] == [True, False]


def test_a_call_that_died_before_the_completion_is_made_up_for_by_the_next(aws, monkeypatch):
    def die(*arguments):
        raise ConnectionError("away")

    expect("a")
    with monkeypatch.context() as patch:
        patch.setattr(FanIn, "_complete", die)
        with pytest.raises(ConnectionError):
            fan_in.record_step("order-1", "a")
    assert fan_in.record_step("order-1", "a").is_first_completion


def test_a_step_before_the_steps_are_known_must_be_retried(aws):
    with pytest.raises(StepsUnknown, match="the steps of order-1 are not known yet, got a"):
        fan_in.record_step("order-1", "a")
    assert aws.dynamodb.rows("shipments") == []
    shipments.put({"orderId": "order-1", "status": "BOOKING"})
    with pytest.raises(LookupError):
        fan_in.record_step("order-1", "a")
    expect("a")
    assert fan_in.record_step("order-1", "a").is_first_completion


def test_a_step_that_the_row_does_not_have_is_refused_and_not_recorded(aws):
    expect("a", "b")
    with pytest.raises(ValueError, match="the steps of order-1 are a, b, got c"):
        fan_in.record_step("order-1", "c")
    assert "delivered" not in shipments.get({"orderId": "order-1"})
