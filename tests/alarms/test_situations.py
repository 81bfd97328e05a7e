"""Tests of the alarms over time: what sets off which of them, and how soon."""

from dataclasses import replace

import pytest

from tests.alarms import table
from tests.alarms.metrics import Samples, data_points
from tests.alarms.situations import GATEWAY, LENGTH, NAMESPACE, Requests, nothing_changes
from tests.alarms.stage import alarms
from tests.alarms.table import SITUATIONS, rows
from tests.alarms.timeline import first_alarm

# The longest that a failure of everything may stay unknown, at any traffic.
LIMIT_MINUTES = 10
# Nothing fails here: each message waits half a second longer than the one before it.
LIMITS = {"the consumer is too slow": 15}

API_5XX = {"sell-http-server-errors-alarm", "sell-rest-server-errors-alarm"}
FUNCTION = {"sell-function-errors-alarm"}

EXPECTED = {
    "one failing request every two minutes, no others": API_5XX | FUNCTION,
    "a handler raises at one request every two minutes": API_5XX | FUNCTION,
    "all requests fail, one an hour": API_5XX | FUNCTION,
    "all requests of one route fail, one an hour, among one a second of others": FUNCTION,
    "one request in twenty fails, of one a second": API_5XX | FUNCTION,
    "one request in five hundred fails, of one a second": set(),
    "all requests are slow, one a minute": {"sell-http-latency-alarm", "sell-rest-latency-alarm"},
    "one slow request an hour": set(),
    "all requests are throttled, one an hour": API_5XX | FUNCTION,
    # Attempts span half an hour: the message reaches the dead-letter queue after these alarms.
    "all messages fail, one an hour": {"bill-errors-alarm", "bill-age-alarm"},
    "one message always fails, among one a second": {"bill-age-alarm"},
    "each message fails once, then succeeds, one a minute": set(),
    "the consumer is silent": {"bill-age-alarm"},
    "the consumer is too slow": {"bill-age-alarm"},
    "the consumer is throttled": {"bill-age-alarm", "bill-errors-alarm"},
    "all changes of a table fail, one an hour": {
        "publish-errors-alarm",
        "publish-dead-letters-alarm",
    },
    "the consumer of a stream is too slow": {"publish-iterator-age-alarm"},
    "the consumer of a stream is silent": {"publish-unread-alarm"},
    "no change for hours": set(),
    "one execution fails": {"fulfil-failures-alarm"},
    "one execution times out": {"fulfil-timeouts-alarm"},
    "writes are throttled every other minute": {"orders-write-throttles-alarm"},
    "a run is dropped": {"nightly-target-alarm", "nightly-dropped-alarm"},
}


def test_every_situation_is_expected():
    assert set(EXPECTED) == set(SITUATIONS)


# CloudWatch retrieves more data points than it evaluates, and does not say how many more.
@pytest.mark.parametrize("extra", [0, 2, 5])
def test_each_situation_sets_off_its_alarms(extra):
    assert {row.situation: set(row.minutes) for row in rows(extra)} == EXPECTED


@pytest.mark.parametrize("extra", [0, 2, 5])
def test_who_is_notified_at_all_is_notified_within_ten_minutes(extra):
    soonest = {row.situation: min(row.minutes.values()) for row in rows(extra) if row.minutes}
    late = {text for text in soonest if soonest[text] > LIMITS.get(text, LIMIT_MINUTES)}
    assert late == set()


@pytest.mark.parametrize("name", sorted(API_5XX | FUNCTION))
def test_an_alarm_on_every_minute_in_a_row_would_not_see_few_requests(name):
    """As the alarms were: five of five minutes, of which those without a request are fine."""
    samples = Samples()
    Requests(every=120, answered=True)(samples, 900)
    alarm = {**alarms()[name], "evaluationPeriods": 5, "datapointsToAlarm": 5}
    if "metricQueries" in alarm:
        metrics = [q for q in alarm["metricQueries"] if q.get("metric")]
        changed = [{**q, "metric": {**q["metric"], "period": 60}} for q in metrics]
        alarm["metricQueries"] = [alarm["metricQueries"][0], *changed]
    assert first_alarm({**alarm, "period": 60}, samples, LENGTH) is None


def test_a_situation_without_a_failure_sets_off_nothing():
    samples = Samples()
    Requests(every=30)(samples, 900)
    nothing_changes(samples, 900)
    assert [name for name, alarm in alarms().items() if first_alarm(alarm, samples, LENGTH)] == []


def test_a_percentage_has_data_where_one_of_its_metrics_has_none():
    samples = Samples()
    samples.add(10, NAMESPACE, AnsweredFailures=1)
    samples.add(310, "AWS/Lambda", Invocations=4, Errors=0, Throttles=0)
    samples.add(610, "AWS/Lambda", Invocations=4, Errors=1)
    samples.add(910, "AWS/Lambda", Throttles=2)
    errors = alarms()["sell-function-errors-alarm"]
    assert data_points(errors, samples) == {0: 100, 1: 0, 2: 25, 3: 100}


def test_statistics_are_of_the_samples_in_one_period():
    samples = Samples()
    for at in range(100):
        samples.add(at / 2, GATEWAY, Latency=at, **{"5xx": at % 2})
    metric = (GATEWAY, "Latency")
    assert samples.series(metric, "p99", 60) == {0: 98}
    assert samples.series(metric, "Maximum", 25) == {0: 49, 1: 99}
    assert samples.series((GATEWAY, "5xx"), "Average", 60) == {0: 0.5}


def test_the_table_is_the_same_in_whichever_order_the_alarms_were_recorded(monkeypatch):
    expected = table.written()
    other = [replace(row, minutes=dict(reversed(row.minutes.items()))) for row in table.rows()]
    monkeypatch.setattr(table, "rows", lambda: other)
    assert table.written() == expected
