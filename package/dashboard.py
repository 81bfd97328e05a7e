"""Dashboard: CloudWatch widgets over functions, APIs, tables, queues, workflows and rules."""

import re
from typing import Required, TypedDict

import pulumi

from components.arn import Arn
from components.observability import dashboard
from package.arguments import given, named_as_written


class DashboardArgs(TypedDict, total=False):
    """The resources that the dashboard shows."""

    region: Required[str]
    """Region of the metrics, as eu-west-1."""

    functions: list[pulumi.Input[str]]
    """Names of Lambda functions."""

    http_apis: list[pulumi.Input[str]]
    """Ids of HTTP APIs."""

    rest_apis: list[pulumi.Input[str]]
    """Names of REST APIs."""

    tables: list[pulumi.Input[str]]
    """Names of DynamoDB tables."""

    queues: list[pulumi.Input[str]]
    """Names of SQS queues."""

    dead_letter_queues: list[pulumi.Input[str]]
    """Names of dead-letter queues, which have a widget of their own."""

    workflows: list[pulumi.Input[str]]
    """ARNs of state machines."""

    rules: list[pulumi.Input[str]]
    """ARNs of event rules."""

    stream_consumers: list[pulumi.Input[str]]
    """Names of Lambda functions that consume a stream."""


class Dashboard(pulumi.ComponentResource):
    """A CloudWatch dashboard with up to fourteen widgets in two columns; a widget that would show nothing is left out."""

    dashboard_name: pulumi.Output[str]
    """Name of the dashboard."""

    def __init__(
        self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Dashboard", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        rest = [(("ApiName", each),) for each in args.get("rest_apis", [])]
        http = [(("ApiId", each),) for each in args.get("http_apis", [])]
        with named_as_written(DashboardArgs):
            dashboard_args = dashboard.DashboardArgs(
                apis=(*rest, *http),
                rules=list(map(rule, args.get("rules", []))),
                **given(DashboardArgs, args, "rest_apis", "http_apis", "rules"),
            )
            made = dashboard.Dashboard(name, dashboard_args, opts=child)
        self.dashboard_name = made.name
        self.register_outputs({"dashboardName": made.name})


def rule(arn: pulumi.Input[str]) -> tuple[pulumi.Input[str], pulumi.Input[str]]:
    """The names of a rule's bus and of the rule itself."""
    given_arn = pulumi.Output.from_input(arn)
    return given_arn.apply(bus_name), given_arn.apply(rule_name)


def bus_name(arn: str) -> str:
    """``bus`` of ``arn:aws:events:eu-west-1:123456789012:rule/bus/name``."""
    found = re.fullmatch(r"rule/(?:(.+)/)?[^/]+", Arn.parse(arn).resource)
    if found is None:
        raise ValueError(f"rules must be ARNs of event rules, got {arn}")
    # The default bus does not stand in the ARNs of its rules.
    return found[1] or "default"


def rule_name(arn: str) -> str:
    """``name`` of ``arn:aws:events:eu-west-1:123456789012:rule/bus/name``."""
    return arn.rpartition("/")[2]
