"""Tests of what reports decides, without AWS."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.reports.app.domain import (
    Counts,
    EndedOrder,
    HourCounts,
    HourFigures,
    by_hour,
    due,
    ended_order,
    hour_figures,
    hour_of,
    hours_of,
    hours_up_to,
    moment,
    reported_day,
    summed,
    unsettled,
)
from tests.services.sample_messages import ID, cancelled, confirmed, number

UTC = ZoneInfo("UTC")
STARTED, HOUR = "2026-11-21T01:00:07.123Z", "2026-11-20T10"


def test_an_order_ends_in_the_hour_of_its_event():
    order = ended_order(confirmed(units=2, cents=3000), "2026-11-21T10:59:59.999Z")
    assert order == EndedOrder(
        order_id=ID, hour="2026-11-21T10", kind="confirmed", units=2, cents=3000
    )


def test_a_cancelled_order_brings_no_money():
    order = ended_order(cancelled(), "2026-11-21T11:00:00.000Z")
    assert (order.kind, order.units, order.cents) == ("cancelled", 0, 0)


def test_hours_are_of_utc_wherever_a_moment_was_written():
    assert hours_up_to(moment("2026-11-21T00:30:00+01:00"), 1) == ["2026-11-20T23"]


def test_a_year_has_four_digits():
    assert hour_of(moment("0999-11-21T10:30:00+00:00")) == "0999-11-21T10"


def test_the_hours_up_to_a_moment_reach_into_the_day_before():
    assert hours_up_to(moment("2026-11-21T01:59:00Z"), 3) == [
        "2026-11-20T23",
        "2026-11-21T00",
        "2026-11-21T01",
    ]


def test_a_day_has_24_hours():
    hours = hours_of(date(2026, 11, 20), UTC)
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
    assert reported_day(asked, STARTED, UTC).isoformat() == day


def test_a_run_that_starts_late_reports_the_day_before_it_was_due():
    asked = {"scheduledAt": "2026-11-21T01:00:00Z"}
    assert reported_day(asked, "2026-11-22T00:10:00Z", UTC).isoformat() == "2026-11-20"


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
    figures = [HourFigures(period="2026-11-20T10", counted_at=counted_at)]
    assert unsettled(["2026-11-20T10"], figures) == left


def test_an_hour_that_was_never_counted_is_not_settled():
    assert unsettled(["2026-11-20T10"], []) == ["2026-11-20T10"]


def test_orders_that_ended_add_up():
    orders = [
        EndedOrder(order_id=number(n), hour=HOUR, kind=kind, units=units, cents=cents)
        for n, (kind, units, cents) in enumerate(
            [("confirmed", 2, 3000), ("confirmed", 1, 1), ("cancelled", 0, 0)]
        )
    ]
    figures = hour_figures(HOUR, orders, handled=4, failed={"Timeout": 1}, counted_at=STARTED)
    assert figures == HourFigures(
        period=HOUR,
        confirmed=2,
        cancelled=1,
        units=3,
        cents=3001,
        handled=4,
        failed={"Timeout": 1},
        counted_at=STARTED,
    )


def test_figures_add_up_with_their_failures_by_error():
    one = Counts(confirmed=1, cents=5, handled=3, failed={"Timeout": 1, "Refused": 2})
    two = Counts(confirmed=2, cents=7, handled=1, failed={"Timeout": 4})
    total = Counts(confirmed=3, cents=12, handled=4, failed={"Refused": 2, "Timeout": 5})
    assert summed([one, two]) == total
    assert list(summed([one, two]).failed) == ["Refused", "Timeout"]


def test_an_hour_without_figures_is_shown_with_zeros():
    rows = [HourFigures(period="2026-11-20T11", confirmed=2, counted_at=STARTED)]
    figures = by_hour(rows, ["2026-11-20T10", "2026-11-20T11"])
    assert figures.hours == (
        HourCounts(hour="2026-11-20T10"),
        HourCounts(hour="2026-11-20T11", confirmed=2),
    )
    assert figures.total == Counts(confirmed=2)
