"""Tests of noting how orders end, and of counting hours."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from contracts.codec import encode
from contracts.envelope import wrap
from services.reports.app import (
    consumer_log,
    counting,
    ended_orders,
    figures,
    get_report,
    list_figures,
    note_end,
)
from services.reports.app.domain import (
    Counts,
    DayReport,
    FiledReport,
    HourCounts,
    HourFigures,
    hour_of,
    moment,
)
from tests.fakes.invocations import CONTEXT, called, delivered, http_event
from tests.services.reports_helpers import LOG, failed, handled, line
from tests.services.sample_messages import cancelled, confirmed, number

TEN, ELEVEN = "2026-11-21T10", "2026-11-21T11"


def end(event, at=f"{TEN}:30:00.000Z"):
    """The end of an order, as it was published at a time."""
    sealed = wrap(event, "correlation-1")
    sealed["metadata"]["occurredAt"] = at
    return {"source": event.source, "detail-type": event.detail_type, "detail": sealed}


def note(*ends):
    return delivered(note_end.handle, *ends)


@pytest.fixture
def aws(aws):
    aws.logs.groups[LOG] = []
    return aws


def test_an_end_delivered_twice_is_one_row_in_the_hour_of_the_first_event(aws):
    assert note(end(confirmed()), end(confirmed(), f"{ELEVEN}:00:00.000Z")) == []
    assert len(aws.dynamodb.rows("ends")) == 1
    assert [row.kind for row in ended_orders.in_hour(TEN)] == ["confirmed"]
    assert list(ended_orders.in_hour(ELEVEN)) == []


def test_an_hour_is_read_to_its_last_order(aws, monkeypatch):
    monkeypatch.setattr(ended_orders, "PAGE", 2)
    note(*[end(confirmed(number(n))) for n in range(5)])
    assert {row.order_id for row in ended_orders.in_hour(TEN)} == {number(n) for n in range(5)}


def test_the_log_is_counted_by_hour_page_by_page(aws):
    aws.logs.groups[LOG] = [
        handled(f"{TEN}:00:00.000Z"),
        handled(f"{TEN}:59:59.999Z"),
        failed(f"{TEN}:20:00.000Z", "ClientError"),
        failed(f"{TEN}:21:00.000Z", "ClientError"),
        failed(f"{TEN}:22:00.000Z", "Unexpected"),
        handled(f"{ELEVEN}:00:00.000Z"),
        handled("2026-11-21T09:59:59.999Z"),
        handled("2026-11-21T12:00:00.000Z"),
    ]
    tallies = consumer_log.read(moment(f"{TEN}:00:00Z"), moment("2026-11-21T12:00:00Z"), CONTEXT)
    assert {hour: vars(tally) for hour, tally in tallies.items()} == {
        TEN: {"handled": 2, "failed": {"ClientError": 2, "Unexpected": 1}},
        ELEVEN: {"handled": 1, "failed": {}},
    }
    assert len(aws.logs.patterns) == 3


def test_lines_that_say_something_else_do_not_count(aws):
    at = f"{TEN}:10:00.000Z"
    milliseconds, _ = handled(at)
    aws.logs.groups[LOG] = [
        line(at, level="INFO", message="published"),
        (milliseconds, "START RequestId: 1 Version: $LATEST"),
        (milliseconds, "[1, 2]"),
        line(at, level="ERROR", message="crashed"),
    ]
    [tally] = consumer_log.read(moment(at), moment(f"{ELEVEN}:00:00Z"), CONTEXT).values()
    assert vars(tally) == {"handled": 0, "failed": {"unknown": 1}}


def test_a_log_that_is_too_long_for_the_time_left_is_an_error_and_keeps_no_half_figures(aws):
    aws.logs.groups[LOG] = [handled(f"{TEN}:00:00.000Z")] * 5
    left = iter([9_000, 6_000, 4_999])
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: next(left))
    with pytest.raises(consumer_log.OutOfTime, match="4999 ms are left"):
        counting.count_hours([TEN], context)
    assert aws.dynamodb.rows("figures") == []


def test_the_figures_of_hours_come_from_their_orders_and_from_the_log(aws):
    note(end(confirmed(units=2, cents=3000)), end(cancelled(number(2))))
    note(end(confirmed(number(3), cents=1), f"{ELEVEN}:00:00.000Z"))
    aws.logs.groups[LOG] = [handled(f"{TEN}:30:01.000Z"), failed(f"{ELEVEN}:00:01.000Z", "Oops")]
    counting.count_hours([TEN, ELEVEN], CONTEXT)
    ten, eleven = sorted(figures.of_hours([TEN, ELEVEN]), key=lambda row: row.period)
    assert ten == HourFigures(
        period=TEN,
        confirmed=1,
        cancelled=1,
        units=2,
        cents=3000,
        handled=1,
        counted_at=eleven.counted_at,
    )
    assert (eleven.cents, eleven.failed) == (1, {"Oops": 1})


def test_an_hour_counted_again_is_counted_anew(aws):
    note(end(confirmed()))
    counting.count_hours([TEN], CONTEXT)
    note(end(confirmed(number(2))))
    counting.count_hours([TEN], CONTEXT)
    [row] = figures.of_hours([TEN])
    assert row.confirmed == 2


def test_agents_read_the_figures_of_the_last_day(aws):
    this_hour = hour_of(moment(list_figures.now()))
    counted = {"confirmed": 3, "cents": 4500, "failed": {"Oops": 1}, "counted_at": TEN}
    figures.put(HourFigures(period=this_hour, **counted))
    status, body = called(list_figures.handle, http_event(user="agent", groups=("agents",)))
    assert (status, len(body["hours"])) == (200, 24)
    assert body["hours"][-1]["hour"] == this_hour
    assert (body["total"]["cents"], body["total"]["failed"]) == (4500, {"Oops": 1})


def report(day, user="agent", groups=("agents",)):
    return called(get_report.handle, http_event(user=user, groups=groups, path={"day": day}))


def test_agents_read_the_report_of_a_day(aws):
    total = Counts(confirmed=1, failed={"Oops": 1})
    filed = {"key": "reports/2026-11-20.json", "size": 12, "etag": "abc"}
    day = DayReport(day="2026-11-20", hours=(HourCounts(hour="2026-11-20T10"),), total=total)
    figures.put(FiledReport(period="2026-11-20", **filed, report=day))
    assert report("2026-11-20") == (
        200,
        {"day": "2026-11-20", **filed, "report": encode(day)},
    )


@pytest.mark.parametrize(
    ("day", "status"), [("2026-11-19", 404), ("2026-11-31", 400), ("yesterday", 400)]
)
def test_a_day_without_a_report_and_what_is_no_day(aws, day, status):
    assert report(day)[0] == status


@pytest.mark.parametrize("handler", [list_figures, get_report])
def test_only_agents_read_reports_and_figures(aws, handler):
    path = {"day": "2026-11-20"}
    assert called(handler.handle, http_event(user="ann", path=path))[0] == 403
    assert called(handler.handle, http_event(path=path))[0] == 401
