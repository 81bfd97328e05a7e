"""Dashboard: up to eighteen CloudWatch widgets over functions, APIs, tables and queues."""

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

# A line for each resource of a kind and each metric, with its statistic.
Lines = tuple[str, str, tuple[tuple[str, str], ...]]

BUSINESS = "Business metrics"

# REST and HTTP APIs count the same answers under other names.
WIDGETS: dict[str, tuple[Lines, ...]] = {
    "Invocations": (("functions", "AWS/Lambda", (("Invocations", "Sum"),)),),
    "Function errors": (("functions", "AWS/Lambda", (("Errors", "Sum"),)),),
    "API latency": (
        ("apis", "AWS/ApiGateway", (("Latency", "p50"), ("Latency", "p99"))),
        (
            "web_sockets",
            "AWS/ApiGateway",
            (("IntegrationLatency", "p50"), ("IntegrationLatency", "p99")),
        ),
        ("graphql", "AWS/AppSync", (("Latency", "p50"), ("Latency", "p99"))),
    ),
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
    "Dead-letter queues": (
        ("dead_letter_queues", "AWS/SQS", (("ApproximateNumberOfMessagesVisible", "Maximum"),)),
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
    # Beyond the ten of every service: what only some have, and what says more of the same.
    "Function duration": (("functions", "AWS/Lambda", (("Duration", "p99"),)),),
    "Concurrent executions": (("functions", "AWS/Lambda", (("ConcurrentExecutions", "Maximum"),)),),
    "Oldest message": (("queues", "AWS/SQS", (("ApproximateAgeOfOldestMessage", "Maximum"),)),),
    "Iterator age": (("stream_consumers", "AWS/Lambda", (("IteratorAge", "Maximum"),)),),
    "Connections": (("web_sockets", "AWS/ApiGateway", (("ConnectCount", "Sum"),)),),
    "Messages": (
        (
            "web_sockets",
            "AWS/ApiGateway",
            (
                ("MessageCount", "Sum"),
                ("ClientError", "Sum"),
                ("IntegrationError", "Sum"),
                ("ExecutionError", "Sum"),
            ),
        ),
    ),
    # Requests that AppSync refuses or fails; a field that fails is answered with status 200.
    "GraphQL errors": (("graphql", "AWS/AppSync", (("4XXError", "Sum"), ("5XXError", "Sum"))),),
}


@dataclass(frozen=True, kw_only=True)
class DashboardArgs:
    """The resources that the dashboard shows, by the dimensions of their metrics."""

    region: str
    """The region of the metrics."""

    functions: Sequence[Name] = ()
    """Names of Lambda functions."""

    apis: Sequence[Dimensions] = ()
    """The metric dimensions of each API: ``(("ApiId", id),)`` of an HTTP API, or ``(("ApiName",
    name), ("Stage", stage))`` of a REST API."""

    web_sockets: Sequence[Dimensions] = ()
    """The metric dimensions of each WebSocket API: ``(("ApiId", id), ("Stage", stage))``."""

    graphql: Sequence[Name] = ()
    """Ids of GraphQL APIs."""

    tables: Sequence[Name] = ()
    """Names of DynamoDB tables."""

    queues: Sequence[Name] = ()
    """Names of SQS queues."""

    dead_letter_queues: Sequence[Name] = ()
    """Names of dead-letter queues, which have a widget of their own."""

    workflows: Sequence[Name] = ()
    """ARNs of state machines."""

    rules: Sequence[tuple[Name, Name]] = ()
    """Event rules, each as the name of its bus and its own."""

    stream_consumers: Sequence[Name] = ()
    """Names of functions that consume a stream, whose age has a widget of its own."""

    business: Sequence[tuple[str, str]] = ()
    """Metrics that functions count, by their namespace and the value of the dimension ``service``,
    as ``("shop-prod", "orders")``."""


class Dashboard(pulumi.ComponentResource):
    """Widgets in two columns; a widget without metrics is left out."""

    name: pulumi.Output[str]
    dashboard: aws.cloudwatch.Dashboard

    def __init__(
        self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:observability:Dashboard", name, None, opts)
        self.dashboard = aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=name,
            dashboard_body=document({"widgets": widgets(args)}),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.name = self.dashboard.dashboard_name
        self.register_outputs({"name": self.name})


def widgets(args: DashboardArgs) -> list[dict[str, Any]]:
    """The widgets that have metrics, laid out row by row."""
    known = _resources(args)
    filled = [(title, _metrics(lines, known)) for title, lines in WIDGETS.items()]
    filled.append((BUSINESS, [[searched(*each)] for each in args.business]))
    shown = [(title, metrics) for title, metrics in filled if metrics]
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


def searched(namespace: str, service: str) -> dict[str, Any]:
    """The row of a widget with every metric that the functions of a service count, in sums.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
    """
    found = f'{{"{namespace}",service}} service="{service}"'
    return {"expression": f"SEARCH('{found}', 'Sum', {MINUTE})", "id": f"of_{service}"}


def _resources(args: DashboardArgs) -> dict[str, Sequence[Dimensions]]:
    """The resources of each kind, each by its metric dimensions."""
    return {
        "functions": [(("FunctionName", name),) for name in args.functions],
        "apis": args.apis,
        "rest": [api for api in args.apis if api[0][0] == "ApiName"],
        "http": [api for api in args.apis if api[0][0] == "ApiId"],
        "web_sockets": args.web_sockets,
        "graphql": [(("GraphQLAPIId", api),) for api in args.graphql],
        "tables": [(("TableName", name),) for name in args.tables],
        "queues": [(("QueueName", name),) for name in args.queues],
        "dead_letter_queues": [(("QueueName", name),) for name in args.dead_letter_queues],
        "workflows": [(("StateMachineArn", arn),) for arn in args.workflows],
        "stream_consumers": [(("FunctionName", name),) for name in args.stream_consumers],
        "rules": [(("EventBusName", bus), ("RuleName", name)) for bus, name in args.rules],
    }


def _metrics(lines: tuple[Lines, ...], known: dict[str, Sequence[Dimensions]]) -> list[list[Any]]:
    return [
        [namespace, metric, *[part for pair in dimensions for part in pair], {"stat": stat}]
        for kind, namespace, metrics in lines
        for dimensions in known[kind]
        for metric, stat in metrics
    ]
