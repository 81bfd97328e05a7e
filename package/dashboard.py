"""Dashboard: CloudWatch widgets over functions, APIs, tables, queues, workflows and rules."""

from typing import Required, TypedDict

import pulumi

from components.observability import dashboard
from package.arguments import given, named_as_written


class DashboardRestApi(TypedDict):
    """A REST API by the dimensions of its metrics."""

    name: pulumi.Input[str]
    """Name of the API."""

    stage: pulumi.Input[str]
    """Name of the API's stage."""


class DashboardRule(TypedDict):
    """An event rule by the dimensions of its metrics."""

    bus_name: pulumi.Input[str]
    """Name of the event bus."""

    rule_name: pulumi.Input[str]
    """Name of the rule."""


class DashboardArgs(TypedDict, total=False):
    """The resources that the dashboard shows."""

    region: Required[str]
    """Region of the metrics, as eu-west-1."""

    functions: list[pulumi.Input[str]]
    """Names of Lambda functions."""

    http_apis: list[pulumi.Input[str]]
    """Ids of HTTP APIs."""

    rest_apis: list[DashboardRestApi]
    """REST APIs."""

    tables: list[pulumi.Input[str]]
    """Names of DynamoDB tables."""

    queues: list[pulumi.Input[str]]
    """Names of SQS queues."""

    dead_letters: list[pulumi.Input[str]]
    """Names of dead-letter queues, which have a widget of their own."""

    workflows: list[pulumi.Input[str]]
    """ARNs of state machines."""

    rules: list[DashboardRule]
    """Event rules."""


class Dashboard(pulumi.ComponentResource):
    """A CloudWatch dashboard with up to ten widgets in two columns; a widget that would show nothing is left out."""

    dashboard_name: pulumi.Output[str]
    """Name of the dashboard."""

    def __init__(
        self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Dashboard", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        rest = [(("ApiName", a["name"]), ("Stage", a["stage"])) for a in args.get("rest_apis", [])]
        http = [(("ApiId", each),) for each in args.get("http_apis", [])]
        with named_as_written(DashboardArgs):
            dashboard_args = dashboard.DashboardArgs(
                apis=(*rest, *http),
                rules=[(each["bus_name"], each["rule_name"]) for each in args.get("rules", [])],
                **given(DashboardArgs, args, "rest_apis", "http_apis", "rules"),
            )
            made = dashboard.Dashboard(name, dashboard_args, opts=child)
        self.dashboard_name = made.name
        self.register_outputs({"dashboardName": made.name})
