"""Rules on what alarms can see: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cloudwatch, dynamodb, kinesis, lambda_, sqs

from policies.framework.resource import UNKNOWN
from policies.rules import cloudwatch_alarms
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, error_rate, resource

DAY = 86_400.0
FUNCTION = resource(lambda_.Function, "f", timeout=10.0)
QUEUE = resource(sqs.Queue, "q", messageRetentionSeconds=3600.0)
PLAIN = resource(sqs.Queue, "q")


def alarm(metric, threshold=0.0, of=None, **properties):
    namespace, _, name = metric.partition(":")
    given = {
        "namespace": namespace,
        "metricName": name,
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": threshold,
        "period": 60.0,
        "evaluationPeriods": 1.0,
        "alarmActions": [arn("sns", "alarms")],
        **properties,
    }
    refers = {"dimensions": [of]} if of else {}
    return resource(cloudwatch.MetricAlarm, "a", refers=refers, **given)


LATENCY, AGE = "AWS/ApiGateway:Latency", "AWS/SQS:ApproximateAgeOfOldestMessage"
DURATION = "AWS/Lambda:Duration"


HOUR = 3_600_000.0
STREAM = resource(kinesis.Stream, "s", retentionPeriod=48.0)
TABLE = resource(dynamodb.Table, "t")
ALIAS = resource(lambda_.Alias, "live", {"functionName": [FUNCTION]})


def read(source, by=FUNCTION):
    """A source, and the function that reads it, by its name or by an alias."""
    refers = {"eventSourceArn": [source], "functionName": [by]}
    return [FUNCTION, ALIAS, source, resource(lambda_.EventSourceMapping, "m", refers)]


def age(threshold):
    return alarm("AWS/Lambda:IteratorAge", threshold, FUNCTION)


def composite(text):
    return resource(cloudwatch.CompositeAlarm, "c", alarmRule=text)


def rate(period, **properties):
    queries = [
        {
            "id": "e",
            "metric": {"namespace": "AWS/Lambda", "metricName": "Errors", "period": period},
        },
        {"id": "p", "expression": "100 * e"},
    ]
    return resource(cloudwatch.MetricAlarm, "a", metricQueries=queries, threshold=1.0, **properties)


ALLOWED = {
    cloudwatch_alarms.threshold_can_be_reached: {
        "a composite alarm over one": [composite("ALARM(a) AND NOT INSUFFICIENT_DATA(b)")],
        "a composite alarm over one that is well": [composite("OK(b)")],
        "as many datapoints as it looks at": [
            alarm(LATENCY, 1000.0, evaluationPeriods=3.0, datapointsToAlarm=3.0)
        ],
        "less than the stream keeps records": [*read(STREAM), age(48 * HOUR - 1)],
        "of a reader by its alias": [*read(STREAM, ALIAS), age(48 * HOUR - 1)],
        "less than a table's stream keeps them": [*read(TABLE), age(DAY * 1000 - 1)],
        "a latency of a second": [alarm(LATENCY, 1000.0)],
        "less than the function's timeout": [FUNCTION, alarm(DURATION, 9000.0, FUNCTION)],
        "less than the queue keeps messages": [QUEUE, alarm(AGE, 3599.0, QUEUE)],
        "less than a queue keeps messages by default": [PLAIN, alarm(AGE, 4 * DAY - 1, PLAIN)],
        "a metric of one's own": [alarm("Shop:Latency", 99_999.0)],
        "below the threshold": [alarm(LATENCY, 99_999.0, comparisonOperator="LessThanThreshold")],
        "a share of errors": [alarm("AWS/ApiGateway:5XXError", 0.01, statistic="Average")],
        "a number of errors": [alarm("AWS/ApiGateway:5XXError", 5.0, statistic="Sum")],
        "an expression": [FUNCTION, error_rate(FUNCTION)],
    },
    cloudwatch_alarms.evaluation_ends_in_time: {
        "in a minute": [alarm(LATENCY)],
        "in an hour": [alarm(LATENCY, period=300.0, evaluationPeriods=12.0)],
        "when three of many periods are enough": [
            alarm(LATENCY, period=300.0, evaluationPeriods=100.0, datapointsToAlarm=3.0)
        ],
        "a bill, of a day": [alarm("AWS/Billing:EstimatedCharges", period=DAY)],
        "an expression": [rate(300.0, evaluationPeriods=1.0)],
        "six hours of an error budget, a part of a composite alarm": [
            alarm(LATENCY, period=21_600.0, alarmActions=[])
        ],
    },
}
REFUSED = {
    cloudwatch_alarms.threshold_can_be_reached: {
        "a composite alarm over none": [composite("FALSE")],
        "more datapoints than it looks at": [
            alarm(LATENCY, 1000.0, evaluationPeriods=3.0, datapointsToAlarm=4.0)
        ],
        "more datapoints than the one": [alarm("Shop:Sales", datapointsToAlarm=2.0)],
        "as long as the stream keeps records": [*read(STREAM), age(48 * HOUR)],
        "as long, of a reader by its alias": [*read(STREAM, ALIAS), age(48 * HOUR)],
        "as long as a table's stream keeps them": [*read(TABLE), age(DAY * 1000)],
        "a latency of a minute": [alarm(LATENCY, 60_000.0)],
        "the time at which the gateway ends": [alarm(LATENCY, 30_000.0)],
        "the function's timeout": [FUNCTION, alarm(DURATION, 10_000.0, FUNCTION)],
        "three seconds, of a function without a timeout": [
            resource(lambda_.Function, "f"),
            alarm(DURATION, 3000.0, resource(lambda_.Function, "f")),
        ],
        "as long as the queue keeps messages": [QUEUE, alarm(AGE, 3600.0, QUEUE)],
        "as long as a queue keeps messages by default": [PLAIN, alarm(AGE, 4 * DAY, PLAIN)],
        "as long as any queue does": [alarm(AGE, 14 * DAY)],
        "in the other comparison": [
            alarm(LATENCY, 60_000.0, comparisonOperator="GreaterThanOrEqualToThreshold")
        ],
        "a share of errors above all": [alarm("AWS/ApiGateway:5XXError", 5.0, statistic="Average")],
        "it is not known yet": [alarm(LATENCY, UNKNOWN)],
    },
    cloudwatch_alarms.evaluation_ends_in_time: {
        "in a day": [alarm(LATENCY, period=DAY)],
        "in more than an hour": [alarm(LATENCY, period=300.0, evaluationPeriods=13.0)],
        "an expression": [rate(3600.0, evaluationPeriods=2.0, alarmActions=[arn("sns", "alarms")])],
        "most of many periods": [
            alarm(LATENCY, period=300.0, evaluationPeriods=100.0, datapointsToAlarm=90.0)
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
