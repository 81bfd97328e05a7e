"""Tests of noting how orders end, and of counting hours."""

from __future__ import annotations

import json
from collections import Counter
from types import SimpleNamespace

import pytest

from contracts.codec import encode
from contracts.envelope import wrap
from runtime.dynamodb.rows import to_item
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
    HOUR_SHARDS,
    Counts,
    DayReport,
    FiledReport,
    HourCounts,
    HourFigures,
    ended_order,
    hour_of,
    moment,
)
from tests.fakes.invocations import CONTEXT, called, delivered, http_event
from tests.services.reports_helpers import LOG, failed, handled, line
from tests.services.sample_messages import cancelled, confirmed, number

TEN, ELEVEN = "2026-11-21T10", "2026-11-21T11"


def end(event, when=f"{TEN}:30:00.000Z"):
    """The end of an order, as it was published at a time."""
    sealed = wrap(event, "correlation-1")
    sealed["metadata"]["occurredAt"] = when
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


def test_the_orders_of_an_hour_are_spread_over_the_shards_of_its_index(aws):
    note(*[end(confirmed(number(n))) for n in range(100)])
    shards = Counter(row["hourShard"]["S"] for row in aws.dynamodb.rows("ends"))
    assert set(shards) == {f"{TEN}#{shard}" for shard in range(HOUR_SHARDS)}
    assert max(shards.values()) < 100 / HOUR_SHARDS * 2
    assert len({row.order_id for row in ended_orders.in_hour(TEN)}) == 100


def test_a_row_without_a_shard_gets_one_when_its_event_is_replayed(aws):
    row = ended_order(confirmed(), f"{TEN}:30:00.000Z")
    ended_orders.ends.put(to_item(row))
    assert list(ended_orders.in_hour(TEN)) == []
    assert note(end(confirmed())) == []
    assert list(ended_orders.in_hour(TEN)) == [row]


def test_the_log_of_an_hour_is_counted_page_by_page(aws):
    aws.logs.groups[LOG] = [
        handled(f"{TEN}:00:00.000Z"),
        handled(f"{TEN}:59:59.999Z"),
        failed(f"{TEN}:20:00.000Z", "ClientError"),
        failed(f"{TEN}:21:00.000Z", "ClientError"),
        failed(f"{TEN}:22:00.000Z", "Unexpected"),
        handled(f"{ELEVEN}:00:00.000Z"),
        handled("2026-11-21T09:59:59.999Z"),
    ]
    assert tally(TEN) == {"handled": 2, "failed": {"ClientError": 2, "Unexpected": 1}}
    assert tally(ELEVEN) == {"handled": 1, "failed": {}}
    assert len(aws.logs.calls) == 3 + 1


def tally(hour, at="2026-11-21T14:00:00Z"):
    return vars(consumer_log.tally_of(hour, moment(at), CONTEXT))


def test_a_log_that_was_read_to_the_end_of_its_hour_is_not_read_again(aws):
    aws.logs.groups[LOG] = [handled(f"{TEN}:30:00.000Z"), failed(f"{TEN}:31:00.000Z", "Oops")]
    first = tally(TEN)
    aws.logs.calls.clear()
    assert tally(TEN) == first == {"handled": 1, "failed": {"Oops": 1}}
    assert aws.logs.calls == []


def test_only_lines_that_were_not_read_before_are_read(aws):
    aws.logs.groups[LOG] = [handled(f"{TEN}:10:00.000Z"), handled(f"{TEN}:28:00.000Z")]
    assert tally(TEN, f"{TEN}:30:00Z")["handled"] == 2
    # This one was ingested late.
    aws.logs.groups[LOG] += [handled(f"{TEN}:26:00.000Z"), failed(f"{TEN}:40:00.000Z", "Oops")]
    assert tally(TEN, f"{ELEVEN}:10:00Z") == {"handled": 3, "failed": {"Oops": 1}}
    starts = sorted({call["startTime"] for call in aws.logs.calls})
    assert starts == [at(f"{TEN}:00:00Z"), at(f"{TEN}:25:00Z")]


def at(text):
    return int(moment(text).timestamp() * 1000)


def test_what_consumers_log_is_what_is_counted(aws, log):
    bad = {"source": "orders", "detail-type": "Unheard", "detail": {}}
    assert note(end(confirmed()), bad, end(confirmed(number(2)))) == ["m1"]
    aws.logs.groups[LOG] = [(at(f"{TEN}:30:00Z"), json.dumps(line)) for line in log()]
    assert tally(TEN) == {"handled": 2, "failed": {"UnexpectedMessage": 1}}


def test_lines_that_say_something_else_do_not_count(aws):
    when = f"{TEN}:10:00.000Z"
    milliseconds, _ = handled(when)
    aws.logs.groups[LOG] = [
        line(when, level="INFO", message="published"),
        (milliseconds, "START RequestId: 1 Version: $LATEST"),
        (milliseconds, "[1, 2]"),
        line(when, level="ERROR", message="crashed"),
    ]
    assert tally(TEN) == {"handled": 0, "failed": {"unknown": 1}}


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
