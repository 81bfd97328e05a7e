"""Tests of the hourly job, and of the page it draws."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from services.reports.app import aggregate_hour, counting, dashboard_page, ended_orders, figures
from services.reports.app.domain import (
    Dashboard,
    EndedOrder,
    HourCounts,
    HourFigures,
    by_hour,
    hours_up_to,
    moment,
)
from tests.fakes.invocations import scheduled
from tests.services.reports_helpers import BUCKET, LOG, failed, handled, written

AT = "2026-11-21T12:00:30Z"
JSON, HTML = "dashboard/dashboard.json", "dashboard/dashboard.html"


@pytest.fixture
def aws(aws):
    aws.logs.groups[LOG] = []
    return aws


def end(number, hour, kind="confirmed", cents=1500):
    ended_orders.insert(
        EndedOrder(order_id=str(number), hour=hour, kind=kind, units=1, cents=cents)
    )


def run(at=AT):
    return scheduled(aggregate_hour.handle, "reports-aggregate-hour", at)


def test_the_hours_that_may_still_change_are_counted_anew(aws):
    for number, hour in enumerate(["09", "10", "11", "12"]):
        end(number, f"2026-11-21T{hour}")
    aws.logs.groups[LOG] = [handled("2026-11-21T11:30:00.000Z")]
    assert run() == []
    counted = {row.period: row.handled for row in figures.of_hours(hours())}
    assert counted == {"2026-11-21T10": 0, "2026-11-21T11": 1, "2026-11-21T12": 0}


def test_a_run_reads_the_log_since_the_run_before_it_and_no_hour_again(aws, monkeypatch):
    aws.logs.page = 1_000
    aws.logs.groups[LOG] = [handled(f"2026-11-21T{hour}:30:00.000Z") for hour in range(10, 15)]
    for hour in (12, 13, 14):
        at = f"2026-11-21T{hour}:00:30"
        monkeypatch.setattr(counting, "now", lambda at=at: f"{at}.000Z")
        aws.logs.calls.clear()
        assert run(f"{at}Z") == []
    read = [call["endTime"] + 1 - call["startTime"] for call in aws.logs.calls]
    # What was too young of the hour before last, the last hour, and the present one, just begun.
    assert [period / 60_000 for period in read] == [4.5, 60, 60]


def hours():
    return hours_up_to(moment(AT), 24)


def test_the_dashboard_shows_a_day_with_what_was_counted_before(aws):
    figures.put(HourFigures(period="2026-11-20T13", confirmed=7, counted_at=AT))
    end(1, "2026-11-21T12")
    aws.logs.groups[LOG] = [failed("2026-11-21T12:00:01.000Z", "ClientError")]
    run()
    dashboard = json.loads(written(aws, JSON))
    assert [hour["hour"] for hour in dashboard["hours"]] == hours()
    assert (dashboard["total"]["confirmed"], dashboard["total"]["failed"]) == (
        8,
        {"ClientError": 1},
    )
    assert "8 confirmed, 0 cancelled, 15.00 earned" in written(aws, HTML)
    assert aws.s3.types[BUCKET, HTML] == "text/html; charset=utf-8"


def test_a_run_that_is_delivered_twice_happens_once(aws):
    assert (run(), run()) == ([], [])
    assert aws.s3.writes[BUCKET, JSON] == 1
    run("2026-11-21T13:00:30Z")
    assert aws.s3.writes[BUCKET, JSON] == 2


def test_a_run_that_fails_comes_back_and_is_done_then(aws):
    log = aws.logs.groups.pop(LOG)
    assert run() == ["m0"]
    aws.logs.groups[LOG] = log
    assert run() == []
    assert aws.s3.writes[BUCKET, JSON] == 1


def drawn(*figures):
    """The bars of a dashboard, as (height, top) of each rectangle."""
    svg = ElementTree.fromstring(dashboard_page.bars(figures))
    found = svg.findall("{http://www.w3.org/2000/svg}rect")
    return [(int(bar.get("height")), int(bar.get("y"))) for bar in found]


def test_bars_stand_on_the_ground_and_the_longest_fills_the_height():
    one = HourCounts(hour="2026-11-21T10", confirmed=3, cancelled=1)
    two = HourCounts(hour="2026-11-21T11", confirmed=2)
    assert drawn(one, two) == [(120, 40), (40, 0), (80, 80), (0, 80)]


def test_a_day_without_orders_has_bars_without_height():
    hour = HourCounts(hour="2026-11-21T10")
    assert drawn(hour) == [(0, 160), (0, 160)]


def test_the_page_asks_for_nothing_from_elsewhere():
    page = dashboard_page.page(Dashboard(up_to="<now>", **vars(by_hour([], hours()))))
    assert "&lt;now&gt;" in page
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []
    assert page.count("<rect ") == 48
