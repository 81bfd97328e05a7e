"""Dashboard: what a service did, in the ten pictures that most questions start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.document import document

Name = pulumi.Input[str]
Dimensions = tuple[tuple[str, Name], ...]

WIDTH, HEIGHT = 12, 6  # two columns in CloudWatch's grid of 24
MINUTE = 60

# A line for each thing of a kind and each metric, with how its values are summed up.
Lines = tuple[str, str, tuple[tuple[str, str], ...]]

# REST and HTTP APIs count the same answers under other names.
PICTURES: dict[str, tuple[Lines, ...]] = {
    "Invocations": (("functions", "AWS/Lambda", (("Invocations", "Sum"),)),),
    "Function errors": (("functions", "AWS/Lambda", (("Errors", "Sum"),)),),
    "API latency": (("apis", "AWS/ApiGateway", (("Latency", "p50"), ("Latency", "p99"))),),
    "API error rate": (
        ("rest", "AWS/ApiGateway", (("4XXError", "Average"), ("5XXError", "Average"))),
        ("http", "AWS/ApiGateway", (("4xx", "Average"), ("5xx", "Average"))),
    ),
    "Table capacity": (
        (
            "tables",
            "AWS/DynamoDB",
            (("ConsumedReadCapacityUnits", "Sum"), ("ConsumedWriteCapacityUnits", "Sum")),
        ),
    ),
    "Table throttles": (
        (
            "tables",
            "AWS/DynamoDB",
            (("ReadThrottleEvents", "Sum"), ("WriteThrottleEvents", "Sum")),
        ),
    ),
    "Queue messages": (
        (
            "queues",
            "AWS/SQS",
            (
                ("NumberOfMessagesSent", "Sum"),
                ("NumberOfMessagesReceived", "Sum"),
                ("ApproximateNumberOfMessagesVisible", "Maximum"),
                ("ApproximateNumberOfMessagesNotVisible", "Maximum"),
            ),
        ),
    ),
    "Dead letters": (
        ("dead_letters", "AWS/SQS", (("ApproximateNumberOfMessagesVisible", "Maximum"),)),
    ),
    "Workflows": (
        (
            "workflows",
            "AWS/States",
            (
                ("ExecutionsStarted", "Sum"),
                ("ExecutionsSucceeded", "Sum"),
                ("ExecutionsFailed", "Sum"),
                ("ExecutionTime", "p99"),
            ),
        ),
    ),
    "Events": (
        (
            "rules",
            "AWS/Events",
            (("MatchedEvents", "Sum"), ("Invocations", "Sum"), ("FailedInvocations", "Sum")),
        ),
    ),
}


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
    rules: Sequence[tuple[Name, Name]] = ()


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
            dashboard_body=document({"widgets": widgets(args)}),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.name = dashboard.dashboard_name
        self.register_outputs({"name": self.name})


def widgets(args: DashboardArgs) -> list[dict[str, Any]]:
    """The widgets that have something to show, laid out row by row."""
    things = _things(args)
    drawn = [(title, _metrics(lines, things)) for title, lines in PICTURES.items()]
    shown = [(title, metrics) for title, metrics in drawn if metrics]
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


def _things(args: DashboardArgs) -> dict[str, Sequence[Dimensions]]:
    """What there is of each kind, by the dimensions that single it out."""
    return {
        "functions": [(("FunctionName", name),) for name in args.functions],
        "apis": args.apis,
        "rest": [api for api in args.apis if api[0][0] == "ApiName"],
        "http": [api for api in args.apis if api[0][0] == "ApiId"],
        "tables": [(("TableName", name),) for name in args.tables],
        "queues": [(("QueueName", name),) for name in args.queues],
        "dead_letters": [(("QueueName", name),) for name in args.dead_letters],
        "workflows": [(("StateMachineArn", arn),) for arn in args.workflows],
        "rules": [(("EventBusName", bus), ("RuleName", name)) for bus, name in args.rules],
    }


def _metrics(lines: tuple[Lines, ...], things: dict[str, Sequence[Dimensions]]) -> list[list[Any]]:
    return [
        [namespace, metric, *[part for pair in dimensions for part in pair], {"stat": stat}]
        for kind, namespace, metrics in lines
        for dimensions in things[kind]
        for metric, stat in metrics
    ]
