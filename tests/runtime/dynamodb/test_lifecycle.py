"""Tests of rows that are inserted once and change their status under a condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pytest

from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.dynamodb.rows import from_item
from runtime.dynamodb.table import Table
from tests.fakes.client_errors import client_error


@dataclass(frozen=True, kw_only=True)
class Parcel:
    order_id: str
    status: str
    booking_id: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, kw_only=True)
class Booked:
    status: str = "BOOKED"
    booking_id: str | None = None


PARCEL = Parcel(order_id="o1", status="BOOKING")
BOOKED = replace(PARCEL, status="BOOKED", booking_id="b1")


@pytest.fixture
def parcels(aws):
    return LifecycleTable[Parcel](
        table=Table("shipments"), key="orderId", read=partial(from_item, Parcel)
    )


def test_a_row_is_inserted_once_and_the_first_one_stays(parcels):
    assert parcels.find("o1") is None
    assert parcels.insert(PARCEL) == (PARCEL, True)
    assert parcels.insert(BOOKED) == (PARCEL, False)
    assert parcels.find("o1") == PARCEL


def test_of_two_transitions_the_first_one_is_written(parcels):
    parcels.insert(PARCEL)
    change = Booked(booking_id="b1")
    assert parcels.transition("o1", change, sources=("BOOKING",)) == (BOOKED, True)
    refused = Booked(status="FAILED")
    assert parcels.transition("o1", refused, sources=("BOOKING",)) == (BOOKED, False)
    assert parcels.find("o1") == BOOKED


def test_a_transition_may_start_from_several_statuses_and_keeps_what_it_does_not_name(parcels):
    parcels.insert(BOOKED)
    change = Booked(status="CANCELLED")
    cancelled = replace(BOOKED, status="CANCELLED")
    assert parcels.transition("o1", change, sources=("BOOKING", "BOOKED")) == (cancelled, True)


@pytest.mark.parametrize(("outcome", "is_changed"), [("received", False), ("lost", True)])
def test_a_row_with_an_excepted_value_stays_as_it_is(parcels, outcome, is_changed):
    parcels.insert(replace(PARCEL, outcome=outcome))
    sources, unless = ("BOOKING",), {"outcome": "received"}
    row, changed = parcels.transition("o1", Booked(), sources=sources, unless=unless)
    assert (row.status, changed) == ("BOOKED" if is_changed else "BOOKING", is_changed)


def test_a_row_without_the_excepted_attribute_changes(parcels):
    parcels.insert(PARCEL)
    unless = {"outcome": "received"}
    assert parcels.transition("o1", Booked(), sources=("BOOKING",), unless=unless)[1]


def test_a_row_that_does_not_exist_has_no_transition(parcels):
    with pytest.raises(LookupError, match="shipments has no row o1"):
        parcels.transition("o1", Booked(), sources=("BOOKING",))


def test_a_condition_that_fails_of_no_row_is_an_error(parcels, aws, monkeypatch):
    def refused(**call):
        raise client_error("dynamodb", "ConditionalCheckFailedException", "")

    monkeypatch.setattr(aws.dynamodb, "put_item", refused)
    with pytest.raises(LookupError, match="has no row o1"):
        parcels.insert(BOOKED)
