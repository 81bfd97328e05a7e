"""Alarms: what cannot wait until somebody looks rings, and somebody hears it."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import apigateway, apigatewayv2, cloudwatch, dynamodb, lambda_, sqs

from policies.graph import Graph, token
from policies.metrics import alarms_of, rings_at_the_first, watches
from policies.queues import keeps_dead_letters
from policies.rule import Level, rule
from policies.seen import Seen


@rule(about=cloudwatch.MetricAlarm, remedy="Give it the stage's alarm topic as alarm_actions")
def an_alarm_tells_somebody(alarm: Seen) -> Iterator[str]:
    """An alarm that changes colour on a page nobody looks at is no alarm."""
    if not alarm.get("alarmActions"):
        yield "has no alarm actions"
    if alarm.get("actionsEnabled", True) is False:
        yield "has its actions switched off"


@rule(
    about=sqs.Queue,
    remedy="Alarm on AWS/SQS ApproximateNumberOfMessagesVisible of this queue, greater than 0",
)
def dead_letters_ring(queue: Seen, graph: Graph) -> Iterator[str]:
    """A dead letter is work that nobody did; the first one counts, and it expires."""
    if not keeps_dead_letters(queue, graph):
        return
    if not any(
        watches(alarm, "AWS/SQS", "ApproximateNumberOfMessagesVisible")
        and rings_at_the_first(alarm)
        for alarm in alarms_of(queue, graph)
    ):
        yield "keeps dead letters, but no alarm rings at the first one"


@rule(
    about=dynamodb.Table,
    remedy="Alarm on AWS/DynamoDB ReadThrottleEvents and WriteThrottleEvents of this table (or "
    "ThrottledRequests), greater than 0",
)
def a_table_that_throttles_rings(table: Seen, graph: Graph) -> Iterator[str]:
    """Throttled requests show up as slow or failed ones elsewhere, where the cause is not seen."""
    reads, writes, both = (
        any(
            watches(alarm, "AWS/DynamoDB", metric) and rings_at_the_first(alarm)
            for alarm in alarms_of(table, graph)
        )
        for metric in ("ReadThrottleEvents", "WriteThrottleEvents", "ThrottledRequests")
    )
    if not (both or (reads and writes)):
        yield "has no alarm that rings at the first throttled read and write"


@rule(
    about=(apigateway.Stage, apigatewayv2.Stage),
    remedy="Alarm on AWS/ApiGateway Latency of this API and stage with extended_statistic p99",
)
def an_api_that_slows_down_rings(stage: Seen, graph: Graph) -> Iterator[str]:
    """The average hides the one caller in a hundred who waits, and leaves."""
    if not any(
        str(alarm.get("extendedStatistic", "")).lower() == "p99"
        and watches(alarm, "AWS/ApiGateway", _latency(stage, graph))
        for alarm in _alarms_of_stage(stage, graph)
    ):
        yield "has no alarm on its 99th percentile of latency"


def _latency(stage: Seen, graph: Graph) -> str:
    """The messages of a WebSocket API have no latency of their own, only their integrations."""
    apis = graph.of(stage, "apiId", apigatewayv2.Api)
    kinds = {api.get("protocolType") for api in apis}
    return "IntegrationLatency" if "WEBSOCKET" in kinds else "Latency"


def _alarms_of_stage(stage: Seen, graph: Graph) -> Iterator[Seen]:
    """Alarms that name the stage, or its API without a stage or with this stage's name."""
    yield from alarms_of(stage, graph)
    name = "stageName" if stage.type == token(apigateway.Stage) else "name"
    for api in (*graph.of(stage, "restApi"), *graph.of(stage, "apiId")):
        for alarm in alarms_of(api, graph):
            if alarm.get("dimensions.Stage") in (None, stage.get(name)):
                yield alarm


@rule(
    about=lambda_.Function,
    level=Level.ADVISORY,
    remedy="Draw a dashboard (aws.cloudwatch.Dashboard) of this stack's functions",
)
def functions_are_on_a_dashboard(function: Seen, graph: Graph) -> Iterator[str]:
    """When an alarm rings, the first question is what else changed; a dashboard answers it."""
    functions = graph.all(lambda_.Function)
    # Said once a stack, not once a function.
    if function is functions[0] and not graph.all(cloudwatch.Dashboard):
        yield f"is one of {len(functions)} functions in a stack without a dashboard"


RULES = (
    an_alarm_tells_somebody,
    dead_letters_ring,
    a_table_that_throttles_rings,
    an_api_that_slows_down_rings,
    functions_are_on_a_dashboard,
)
