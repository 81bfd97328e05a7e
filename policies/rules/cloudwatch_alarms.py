"""Amazon CloudWatch, alarms: that they can go to ALARM, and within an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, dynamodb, kinesis, lambda_, sqs
from policies.framework.graph import Graph, token
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import COMPARISONS, metrics, queries

ALARMS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring"

# Services whose failures have to be known soon; storage and bills are measured once a day.
OF_REQUESTS = (
    *("AWS/Lambda", "AWS/ApiGateway", "AWS/SQS", "AWS/SNS", "AWS/States", "AWS/DynamoDB"),
    *("AWS/Events", "AWS/Scheduler", "AWS/Kinesis", "AWS/AppSync", "AWS/Firehose", "AWS/Pipes"),
)

# The greatest value that a metric has, in its unit: what a gateway waits for an integration, how
# long a stream of a table keeps a record, how long a queue and a function may.
GATEWAY_MS = 30_000
LONGEST: Mapping[tuple[str, str], float] = {
    ("AWS/ApiGateway", "Latency"): GATEWAY_MS,
    ("AWS/ApiGateway", "IntegrationLatency"): GATEWAY_MS,
    ("AWS/AppSync", "Latency"): GATEWAY_MS,
    ("AWS/Lambda", "Duration"): 900_000,
    ("AWS/Lambda", "IteratorAge"): 365 * 86_400_000,
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): 1_209_600,
}
# Hours that a stream keeps a record, unless it says more.
DAY, HOUR_MS = 24, 3_600_000
# What a composite alarm's rule says of the alarms that it names.
STATE = re.compile(r"\b(ALARM|OK|INSUFFICIENT_DATA)\(")
DEFAULT_RETENTION_SECONDS, DEFAULT_FUNCTION_SECONDS = 345_600, 3


@rule(
    "cloudwatch-alarm-reachable",
    "The threshold of an alarm can be reached",
    about=(cloudwatch.MetricAlarm, cloudwatch.CompositeAlarm),
    severity=Severity.HIGH,
    remedy="Set the threshold below what the service ends: the gateway's 29 seconds, the "
    "function's timeout, the retention period of the queue or the stream; name alarms in the rule "
    "of a composite alarm",
    documentation=f"{ALARMS}/AlarmThatSendsEmail.html",
)
def threshold_can_be_reached(alarm: Resource, graph: Graph) -> Iterator[str]:
    """An alarm on a latency that the gateway cuts off, or on an age at which messages are deleted,
    is in the state OK for ever."""
    if alarm.type == token(cloudwatch.CompositeAlarm):
        if not STATE.search(alarm.get("alarmRule", "")):
            yield "its rule names no alarm"
        return
    if alarm.get("datapointsToAlarm", 0) > alarm.get("evaluationPeriods", 1):
        yield "it needs more datapoints than it looks at"
    if alarm.get("comparisonOperator") not in COMPARISONS or alarm.has("metricQueries"):
        return
    threshold = alarm.get("threshold", 0.0)
    for metric in metrics(alarm):
        longest = _longest(alarm, (metric.namespace, metric.name), graph)
        if longest is not None and threshold >= longest:
            yield f"{metric.name} is {longest:g} at most, and the threshold {threshold:g}"
    if alarm.get("statistic", "") == "Average" and threshold >= 1 and _is_share(alarm):
        yield f"the share of {alarm.get('metricName')} is 1 at most, its threshold {threshold:g}"


def _is_share(alarm: Resource) -> bool:
    """Whether the average of a metric is a share: each request counts 0 or 1."""
    names = ("5XXError", "4XXError", "5xx", "4xx", "Errors")
    return alarm.get("namespace") in OF_REQUESTS and alarm.get("metricName") in names


def _longest(alarm: Resource, metric: tuple[str, str], graph: Graph) -> float | None:
    """The greatest value of a metric of what the alarm watches."""
    if metric not in LONGEST:
        return None
    found = [LONGEST[metric]]
    if metric[1] == "Duration":
        for function in graph.of(alarm, "dimensions", lambda_.Function):
            found.append(1000 * function.get("timeout", DEFAULT_FUNCTION_SECONDS))
    if metric[0] == "AWS/SQS":
        for queue in graph.of(alarm, "dimensions", sqs.Queue):
            found.append(queue.get("messageRetentionSeconds", DEFAULT_RETENTION_SECONDS))
    if metric[1] == "IteratorAge":
        for function in graph.of(alarm, "dimensions", lambda_.Function):
            found += [HOUR_MS * hours for hours in _hours_kept(function, graph)]
    return min(found)


def _hours_kept(function: Resource, graph: Graph) -> Iterator[float]:
    """How long the streams that a function reads keep a record."""
    for named in (function, *graph.users(function, lambda_.Alias, "functionName")):
        for mapping in graph.users(named, lambda_.EventSourceMapping, "functionName"):
            for stream in graph.of(mapping, "eventSourceArn", kinesis.Stream):
                yield stream.get("retentionPeriod", DAY)
            for _ in graph.of(mapping, "eventSourceArn", dynamodb.Table):
                yield DAY


@rule(
    "cloudwatch-alarm-evaluation",
    "An alarm goes to ALARM within an hour",
    about=cloudwatch.MetricAlarm,
    severity=Severity.MEDIUM,
    remedy="Set period and evaluation_periods to an hour at most, or datapoints_to_alarm to less",
    documentation=f"{ALARMS}/AlarmThatSendsEmail.html",
)
def evaluation_ends_in_time(alarm: Resource, *, maximum_seconds: int = 3600) -> Iterator[str]:
    """What fails all day must be known before the day is over. An alarm without actions is a part
    of a composite alarm, as the slow window of an error budget is.
    """
    if not alarm.has("alarmActions"):
        return
    if alarm.has("metricQueries"):
        parts = [query.get("metric") or {} for query in queries(alarm)]
        named = {part.get("namespace") for part in parts if part}
        periods = [part["period"] for part in parts if isinstance(part.get("period"), int | float)]
        period = max(periods, default=0)
    else:
        named, period = {alarm.get("namespace")}, alarm.get("period", 60)
    # So many periods above the threshold are needed, of those that are looked at.
    needed = alarm.get("datapointsToAlarm", alarm.get("evaluationPeriods", 1))
    if named & set(OF_REQUESTS) and needed * period > maximum_seconds:
        yield f"it takes {needed * period:g} seconds above its threshold to go to ALARM"


RULES = (threshold_can_be_reached, evaluation_ends_in_time)
