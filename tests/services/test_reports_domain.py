"""Tests of what reports decides, without AWS."""

from __future__ import annotations

from datetime import date

import pytest

from services.reports.app.domain import (
    by_hour,
    due,
    end_of,
    ended,
    hours_of,
    hours_up_to,
    moment,
    reported_day,
    summed,
    unsettled,
)
from tests.services.orders_of import ID, cancelled, confirmed

STARTED = "2026-11-21T01:00:07.123Z"


def test_an_order_ends_in_the_hour_in_which_that_was_announced():
    assert end_of(confirmed(units=2, cents=3000), "2026-11-21T10:59:59.999Z") == {
        "orderId": ID,
        "hour": "2026-11-21T10",
        "kind": "confirmed",
        "units": 2,
        "cents": 3000,
    }


def test_a_cancelled_order_brings_no_money():
    end = end_of(cancelled(), "2026-11-21T11:00:00.000Z")
    assert (end["kind"], end["units"], end["cents"]) == ("cancelled", 0, 0)


def test_hours_are_of_utc_wherever_a_moment_was_written():
    assert hours_up_to(moment("2026-11-21T00:30:00+01:00"), 1) == ["2026-11-20T23"]


def test_the_hours_up_to_a_moment_reach_into_the_day_before():
    assert hours_up_to(moment("2026-11-21T01:59:00Z"), 3) == [
        "2026-11-20T23",
        "2026-11-21T00",
        "2026-11-21T01",
    ]


def test_a_day_has_24_hours():
    hours = hours_of(date(2026, 11, 20))
    assert (len(hours), hours[0], hours[-1]) == (24, "2026-11-20T00", "2026-11-20T23")


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ({"scheduledAt": "2026-11-21T01:00:00Z"}, "2026-11-20"),
        ({"scheduledAt": "<aws.scheduler.scheduled-time>"}, "2026-11-20"),
        ({}, "2026-11-20"),
        ({"day": "2026-11-02", "scheduledAt": "2026-11-21T01:00:00Z"}, "2026-11-02"),
    ],
    ids=["the day before it was due", "before it started", "nothing is said", "the day named"],
)
def test_the_day_that_is_reported(asked, day):
    assert reported_day(asked, STARTED).isoformat() == day


def test_a_run_that_starts_late_reports_the_day_before_it_was_due():
    asked = {"scheduledAt": "2026-11-21T01:00:00Z"}
    assert reported_day(asked, "2026-11-22T00:10:00Z").isoformat() == "2026-11-20"


def test_a_run_whose_schedule_says_nothing_was_due_when_it_started():
    assert due({}, STARTED) == moment(STARTED)


@pytest.mark.parametrize(
    ("counted_at", "left"),
    [
        ("2026-11-20T11:59:59.999Z", ["2026-11-20T10"]),
        ("2026-11-20T12:00:00.000Z", []),
    ],
)
def test_an_hour_is_settled_once_it_was_counted_an_hour_after_its_end(counted_at, left):
    figures = [{"period": "2026-11-20T10", "countedAt": counted_at}]
    assert unsettled(["2026-11-20T10"], figures) == left


def test_an_hour_that_was_never_counted_is_not_settled():
    assert unsettled(["2026-11-20T10"], []) == ["2026-11-20T10"]


def test_orders_that_ended_add_up():
    rows = [
        {"kind": "confirmed", "units": 2, "cents": 3000},
        {"kind": "confirmed", "units": 1, "cents": 1},
        {"kind": "cancelled", "units": 0, "cents": 0},
    ]
    assert ended(rows) == {"confirmed": 2, "cancelled": 1, "units": 3, "cents": 3001}


def test_figures_add_up_with_their_failures_by_error():
    one = {"confirmed": 1, "cents": 5, "handled": 3, "failed": {"Timeout": 1, "Refused": 2}}
    two = {"confirmed": 2, "cents": 7, "handled": 1, "failed": {"Timeout": 4}}
    assert summed([one, two]) == {
        "confirmed": 3,
        "cancelled": 0,
        "units": 0,
        "cents": 12,
        "handled": 4,
        "failed": {"Refused": 2, "Timeout": 5},
    }


def test_an_hour_without_figures_is_shown_with_zeros():
    rows = [{"period": "2026-11-20T11", "confirmed": 2, "failed": {}, "countedAt": STARTED}]
    shown = by_hour(rows, ["2026-11-20T10", "2026-11-20T11"])
    assert [(hour["hour"], hour["confirmed"]) for hour in shown["hours"]] == [
        ("2026-11-20T10", 0),
        ("2026-11-20T11", 2),
    ]
    assert shown["total"]["confirmed"] == 2
    assert all("countedAt" not in hour for hour in shown["hours"])
