"""Dashboard: what a service did, in the ten pictures that most questions start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

Name = pulumi.Input[str]
Dimensions = tuple[tuple[str, Name], ...]

WIDTH, HEIGHT = 12, 6  # two columns in CloudWatch's grid of 24
MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class DashboardArgs:
    """The names of what is shown; ``apis`` are the dimensions of each API's metrics."""

    region: str
    functions: Sequence[Name] = ()
    apis: Sequence[Dimensions] = ()
    tables: Sequence[Name] = ()
    queues: Sequence[Name] = ()
    dead_letters: Sequence[Name] = ()
    workflows: Sequence[Name] = ()
    rules: Sequence[Name] = ()


class Dashboard(pulumi.ComponentResource):
    """Two columns; a picture that would show nothing is left out."""

    name: pulumi.Output[str]

    def __init__(
        self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:observability:Dashboard", name, None, opts)
        dashboard = aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=name,
            dashboard_body=pulumi.Output.json_dumps({"widgets": widgets(args)}),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.name = dashboard.dashboard_name
        self.register_outputs({"name": self.name})


def widgets(args: DashboardArgs) -> list[dict[str, Any]]:
    """The widgets that have something to show, laid out row by row."""
    shown = [(title, metrics) for title, metrics in _pictures(args) if metrics]
    return [
        {
            "type": "metric",
            "x": WIDTH * (place % 2),
            "y": HEIGHT * (place // 2),
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {
                "title": title,
                "region": args.region,
                "period": MINUTE,
                "view": "timeSeries",
                "metrics": metrics,
            },
        }
        for place, (title, metrics) in enumerate(shown)
    ]


def _pictures(args: DashboardArgs) -> list[tuple[str, list[list[Any]]]]:
    functions = [(("FunctionName", name),) for name in args.functions]
    tables = [(("TableName", name),) for name in args.tables]
    queues = [(("QueueName", name),) for name in args.queues]
    dead = [(("QueueName", name),) for name in args.dead_letters]
    flows = [(("StateMachineArn", arn),) for arn in args.workflows]
    rules = [(("RuleName", name),) for name in args.rules]
    return [
        ("Invocations", _lines("AWS/Lambda", functions, {"Invocations": "Sum"})),
        ("Function errors", _lines("AWS/Lambda", functions, {"Errors": "Sum"})),
        (
            "API latency",
            _lines("AWS/ApiGateway", args.apis, {"Latency": "p50"})
            + _lines("AWS/ApiGateway", args.apis, {"Latency": "p99"}),
        ),
        ("API error rate", _error_rates(args.apis)),
        (
            "Table capacity",
            _lines(
                "AWS/DynamoDB",
                tables,
                {"ConsumedReadCapacityUnits": "Sum", "ConsumedWriteCapacityUnits": "Sum"},
            ),
        ),
        (
            "Table throttles",
            _lines(
                "AWS/DynamoDB",
                tables,
                {"ReadThrottleEvents": "Sum", "WriteThrottleEvents": "Sum"},
            ),
        ),
        (
            "Queue messages",
            _lines(
                "AWS/SQS",
                queues,
                {
                    "NumberOfMessagesSent": "Sum",
                    "NumberOfMessagesReceived": "Sum",
                    "ApproximateNumberOfMessagesVisible": "Maximum",
                },
            ),
        ),
        (
            "Dead letters",
            _lines("AWS/SQS", dead, {"ApproximateNumberOfMessagesVisible": "Maximum"}),
        ),
        (
            "Workflows",
            _lines(
                "AWS/States",
                flows,
                {
                    "ExecutionsStarted": "Sum",
                    "ExecutionsSucceeded": "Sum",
                    "ExecutionsFailed": "Sum",
                    "ExecutionTime": "p99",
                },
            ),
        ),
        (
            "Events",
            _lines(
                "AWS/Events",
                rules,
                {"MatchedEvents": "Sum", "Invocations": "Sum", "FailedInvocations": "Sum"},
            ),
        ),
    ]


def _lines(
    namespace: str, things: Sequence[Dimensions], metrics: dict[str, str]
) -> list[list[Any]]:
    return [
        [namespace, metric, *[part for pair in dimensions for part in pair], {"stat": stat}]
        for dimensions in things
        for metric, stat in metrics.items()
    ]


def _error_rates(apis: Sequence[Dimensions]) -> list[list[Any]]:
    """REST and HTTP APIs count the same answers under other names."""
    rest = [api for api in apis if api[0][0] == "ApiName"]
    http = [api for api in apis if api[0][0] == "ApiId"]
    return _lines("AWS/ApiGateway", rest, {"4XXError": "Average", "5XXError": "Average"}) + _lines(
        "AWS/ApiGateway", http, {"4xx": "Average", "5xx": "Average"}
    )
