from functools import partial

import pulumi
import pytest
from pulumi_aws import cloudwatch

from components.observability import alarms, execution_alarms, queue_alarms
from components.observability.metric_alarm import Metric
from tests.cloud import Recorded, deploy
from tests.components.sample import ALARMS, TAGS, defaults

STRICT = {
    "function_error_percent": 2,
    "server_error_percent": 3,
    "latency_p99_ms": 1500,
    "alarm_period_seconds": 300,
    "alarm_periods": 2,
}


def made_by(make, *before, **changes) -> list[Recorded]:
    """The alarms that one function of the module makes, ``before`` its defaults."""

    def program() -> None:
        make("shop", *before, defaults(**changes), pulumi.ResourceOptions())

    return deploy(program).all(cloudwatch.MetricAlarm)


ANSWERED = Metric(namespace="shop-dev", name="AnsweredFailures", dimensions={"service": "shop"})

ALL = {
    "function_errors": (alarms.function_errors, "sell", ANSWERED),
    "workflow_failures": (execution_alarms.workflow_failures, "arn:fulfil", None),
    "workflow_failures of which some are business": (
        execution_alarms.workflow_failures,
        "arn:fulfil",
        5,
    ),
    "custom_metric": (alarms.custom_metric, "OrdersLost", "orders", "platform-dev"),
    "table_throttles": (alarms.table_throttles, "orders"),
    "dead_letter_queue": (queue_alarms.dead_letter_queue, "dead"),
    "oldest_message": (queue_alarms.oldest_message, "bills", 200),
    "iterator_age": (alarms.iterator_age, "follow"),
    "schedule_failures": (execution_alarms.schedule_failures, "nightly"),
    "api_latency": (alarms.api_latency, {"ApiId": "a1"}),
    "api_server_errors": (alarms.api_server_errors, "5xx", {"ApiId": "a1"}),
}


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_every_alarm_notifies_the_alarm_topic_on_alarm_and_on_ok(made):
    for alarm in made_by(*made):
        assert alarm.inputs["alarmActions"] == [ALARMS]
        assert alarm.inputs["okActions"] == [ALARMS]


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_every_alarm_is_above_its_threshold_and_not_for_missing_data(made):
    for alarm in made_by(*made):
        assert alarm.inputs["comparisonOperator"] == "GreaterThanThreshold"
        assert alarm.inputs["treatMissingData"] == "notBreaching"
        assert alarm.inputs["tags"] == TAGS


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_the_description_of_every_alarm_says_what_to_do(made):
    for alarm in made_by(*made):
        assert alarm.name.startswith("shop-")
        assert alarm.name.endswith("-alarm")
        assert ": " in alarm.inputs["alarmDescription"]


def test_function_errors_are_a_percentage_of_invocations_in_five_minutes():
    [alarm] = made_by(alarms.function_errors, "sell", None)
    assert alarm.inputs["threshold"] == 1
    assert alarm.inputs["evaluationPeriods"] == 1
    [rate, *metrics] = alarm.inputs["metricQueries"]
    failed = "SUM([errors, throttles])"
    assert rate == {
        "id": "percent",
        "expression": f"100 * {failed} / MAX([{failed}, invocations])",
        "label": "percent",
        "returnData": True,
    }
    for query, metric in zip(metrics, ("Errors", "Throttles", "Invocations"), strict=True):
        assert query["id"] == metric.lower()
        assert query["metric"] == {
            "namespace": "AWS/Lambda",
            "metricName": metric,
            "period": 300,
            "stat": "Sum",
            "dimensions": {"FunctionName": "sell"},
        }


def test_failures_that_a_function_answers_count_as_errors():
    [alarm] = made_by(alarms.function_errors, "sell", ANSWERED)
    [rate, _, _, answered, _] = alarm.inputs["metricQueries"]
    assert "SUM([errors, throttles, answeredFailures])" in rate["expression"]
    assert answered["metric"]["namespace"] == "shop-dev"
    assert answered["metric"]["metricName"] == "AnsweredFailures"
    assert answered["metric"]["dimensions"] == {"service": "shop", "FunctionName": "sell"}


@pytest.mark.parametrize(
    ("periods", "seconds", "window"), [(5, 60, 300), (1, 60, 60), (3, 60, 180), (60, 300, 300)]
)
def test_the_window_of_a_share_is_all_of_the_periods_up_to_five_minutes(periods, seconds, window):
    changes = {"alarm_periods": periods, "alarm_period_seconds": seconds}
    [alarm] = made_by(alarms.api_server_errors, "5xx", {"ApiId": "a1"}, **changes)
    assert (alarm.inputs["period"], alarm.inputs["evaluationPeriods"]) == (window, 1)


@pytest.mark.parametrize(("periods", "most"), [(5, 3), (1, 1), (2, 2), (4, 3)])
@pytest.mark.parametrize("name", ["api_latency", "table_throttles", "iterator_age"])
def test_most_of_the_periods_must_be_above_other_thresholds(name, periods, most):
    for alarm in made_by(*ALL[name], alarm_periods=periods):
        assert (alarm.inputs["evaluationPeriods"], alarm.inputs["datapointsToAlarm"]) == (
            periods,
            most,
        )


def test_the_first_execution_that_does_not_succeed_alarms():
    made = made_by(execution_alarms.workflow_failures, "arn:fulfil", None, alarm_periods=5)
    assert {(alarm.name, alarm.inputs["metricName"]) for alarm in made} == {
        ("shop-failures-alarm", "ExecutionsFailed"),
        ("shop-timeouts-alarm", "ExecutionsTimedOut"),
        ("shop-aborts-alarm", "ExecutionsAborted"),
    }
    for alarm in made:
        assert alarm.inputs["namespace"] == "AWS/States"
        assert alarm.inputs["dimensions"] == {"StateMachineArn": "arn:fulfil"}
        assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)
        assert (alarm.inputs["statistic"], alarm.inputs["period"]) == ("Sum", 60)


def test_with_a_percentage_only_failures_are_measured_by_it():
    made = made_by(execution_alarms.workflow_failures, "arn:fulfil", 4, alarm_periods=5)
    assert sorted(alarm.name for alarm in made) == [
        "shop-aborts-alarm",
        "shop-failures-alarm",
        "shop-timeouts-alarm",
    ]
    [alarm] = [each for each in made if "failures" in each.name]
    assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (4, 1)
    [rate, failed, started] = alarm.inputs["metricQueries"]
    assert rate["expression"] == (
        "100 * executionsFailed / MAX([executionsFailed, executionsStarted])"
    )
    assert failed["metric"]["metricName"] == "ExecutionsFailed"
    assert started["metric"]["metricName"] == "ExecutionsStarted"
    assert started["metric"]["namespace"] == "AWS/States"
    assert started["metric"]["dimensions"] == {"StateMachineArn": "arn:fulfil"}


def test_the_first_count_of_a_custom_metric_alarms():
    [alarm] = made_by(alarms.custom_metric, "OrdersLost", "orders", "platform-dev", alarm_periods=5)
    assert alarm.name == "shop-alarm"
    assert alarm.inputs["namespace"] == "platform-dev"
    assert alarm.inputs["metricName"] == "OrdersLost"
    assert alarm.inputs["dimensions"] == {"service": "orders"}
    assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)
    assert alarm.inputs["statistic"] == "Sum"
    assert "the logs of orders" in alarm.inputs["alarmDescription"]


@pytest.mark.parametrize("kind", ["Read", "Write"])
def test_throttled_requests_of_a_table_alarm(kind):
    [alarm] = [a for a in made_by(alarms.table_throttles, "orders") if kind.lower() in a.name]
    assert alarm.inputs["threshold"] == 0
    assert alarm.inputs["metricName"] == f"{kind}ThrottleEvents"
    assert alarm.inputs["namespace"] == "AWS/DynamoDB"
    assert alarm.inputs["statistic"] == "Sum"
    assert alarm.inputs["dimensions"] == {"TableName": "orders"}


def test_the_first_message_in_a_dead_letter_queue_alarms():
    [alarm] = made_by(queue_alarms.dead_letter_queue, "dead", alarm_periods=5)
    assert alarm.inputs["threshold"] == 0
    assert alarm.inputs["evaluationPeriods"] == 1
    assert alarm.inputs["metricName"] == "ApproximateNumberOfMessagesVisible"
    assert alarm.inputs["namespace"] == "AWS/SQS"
    assert alarm.inputs["statistic"] == "Maximum"
    assert alarm.inputs["period"] == 60


def test_the_remedy_is_part_of_the_description():
    beginning = "A message is in the dead-letter queue: "
    [alarm] = made_by(queue_alarms.dead_letter_queue, "dead")
    runbook = " Runbook: docs/runbooks/dead-letter-queue.md"
    assert alarm.inputs["alarmDescription"] == (
        f"{beginning}find out why, mend it, then redrive the queue.{runbook}"
    )
    [alarm] = made_by(partial(queue_alarms.dead_letter_queue, remedy="call the partner"), "dead")
    assert alarm.inputs["alarmDescription"] == f"{beginning}call the partner.{runbook}"


def test_a_message_older_than_the_limit_alarms():
    [alarm] = made_by(queue_alarms.oldest_message, "bills", 200)
    assert alarm.inputs["threshold"] == 200
    assert alarm.inputs["metricName"] == "ApproximateAgeOfOldestMessage"
    assert alarm.inputs["dimensions"] == {"QueueName": "bills"}
    assert alarm.inputs["evaluationPeriods"] == 1


def test_an_iterator_age_above_a_minute_alarms():
    [alarm] = made_by(alarms.iterator_age, "follow")
    assert alarm.inputs["threshold"] == 60_000
    assert alarm.inputs["metricName"] == "IteratorAge"
    assert alarm.inputs["namespace"] == "AWS/Lambda"
    assert alarm.inputs["statistic"] == "Maximum"
    assert alarm.inputs["dimensions"] == {"FunctionName": "follow"}


def test_the_first_failed_or_dropped_run_of_a_schedule_alarms():
    made = made_by(execution_alarms.schedule_failures, "nightly", alarm_periods=5)
    assert {(alarm.name, alarm.inputs["metricName"]) for alarm in made} == {
        ("shop-target-alarm", "TargetErrorCount"),
        ("shop-dropped-alarm", "InvocationDroppedCount"),
    }
    for alarm in made:
        assert alarm.inputs["namespace"] == "AWS/Scheduler"
        assert alarm.inputs["dimensions"] == {"ScheduleGroup": "nightly"}
        assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)
        assert alarm.inputs["statistic"] == "Sum"


def test_p99_latency_above_the_limit_alarms():
    [alarm] = made_by(alarms.api_latency, {"ApiName": "orders", "Stage": "dev"})
    assert alarm.inputs["threshold"] == 1000
    assert alarm.inputs["extendedStatistic"] == "p99"
    assert alarm.inputs["metricName"] == "Latency"
    assert alarm.inputs["dimensions"] == {"ApiName": "orders", "Stage": "dev"}


@pytest.mark.parametrize("metric", ["5xx", "5XXError"])
def test_server_errors_are_a_percentage_of_requests(metric):
    [alarm] = made_by(alarms.api_server_errors, metric, {"ApiId": "a1"})
    assert alarm.inputs["threshold"] == 0.01
    assert alarm.inputs["statistic"] == "Average"
    assert alarm.inputs["metricName"] == metric


@pytest.mark.parametrize(
    ("name", "limit", "periods"),
    [
        ("function_errors", 2, 1),
        ("api_server_errors", 0.03, 1),
        ("api_latency", 1500, 2),
    ],
)
def test_threshold_and_period_are_those_of_the_stage_defaults(name, limit, periods):
    [alarm] = made_by(*ALL[name], **STRICT)
    assert alarm.inputs["threshold"] == limit
    assert alarm.inputs["evaluationPeriods"] == periods
    queries = alarm.inputs.get("metricQueries", [])
    found = [query["metric"]["period"] for query in queries if "metric" in query]
    assert set(found or [alarm.inputs.get("period")]) == {300}
