"""Tests of dashboards: each body parses, and names only what its program has."""

from __future__ import annotations

import re

import pytest
from pulumi_aws import apigateway, apigatewayv2, appsync, cloudwatch, dynamodb, lambda_, sfn, sqs

from components.observability.dashboard import WIDGETS
from settings import PLATFORM, SERVICES
from tests.cloud import Cloud
from tests.stage import STAGES, deployed

# What a dimension's value is: an output of resources of these classes.
DIMENSIONS = {
    "FunctionName": ("name", lambda_.Function),
    "TableName": ("name", dynamodb.Table),
    "QueueName": ("name", sqs.Queue),
    "StateMachineArn": ("arn", sfn.StateMachine),
    "EventBusName": ("name", cloudwatch.EventBus),
    "RuleName": ("name", cloudwatch.EventRule),
    "ApiName": ("name", apigateway.RestApi),
    "ApiId": ("id", apigatewayv2.Api),
    "GraphQLAPIId": ("id", appsync.GraphQLApi),
}
GRID = 24
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
MOST_OF_A_WIDGET, MOST_METRICS = 500, 2_500


def known(cloud: Cloud) -> dict[str, set[str]]:
    """The values that each dimension may have."""
    found = {
        dimension: {r.inputs.get(output) or r.outputs[output] for r in cloud.all(kind)}
        for dimension, (output, kind) in DIMENSIONS.items()
    }
    stages = [*cloud.all(apigateway.Stage), *cloud.all(apigatewayv2.Stage)]
    names = {r.inputs.get("stageName") or r.inputs["name"] for r in stages}
    return {**found, "Stage": names}


def shown(cloud: Cloud) -> list[tuple[str, str, str]]:
    """The dimensions and values of all metrics, with their dashboard; an expression has none."""
    return [
        (board.name, dimension, value)
        for board in cloud.all(cloudwatch.Dashboard)
        for widget in board.json("dashboardBody")["widgets"]
        for row in widget["properties"]["metrics"]
        if isinstance(row[0], str)
        for dimension, value in zip(row[2:-1:2], row[3:-1:2], strict=True)
    ]


def unknown(cloud: Cloud) -> list[tuple[str, str, str]]:
    """The dimensions of widgets whose resource is not in the program."""
    values = known(cloud)
    return [each for each in shown(cloud) if each[2] not in values[each[1]]]


@pytest.mark.parametrize("stage", STAGES)
def test_every_widget_shows_resources_of_its_own_program(stage):
    assert unknown(deployed(stage)) == []


def test_a_widget_of_a_function_that_is_not_there_is_found():
    cloud = deployed("dev")
    without = [r for r in cloud.resources if r.name != "orders-place-order-function"]
    found = unknown(Cloud(resources=without))
    assert {(dimension, value) for _, dimension, value in found} == {
        ("FunctionName", "orders-place-order-function")
    }


@pytest.mark.parametrize("stage", STAGES)
def test_the_widgets_of_a_dashboard_are_in_the_grid_without_overlap(stage):
    for board in deployed(stage).all(cloudwatch.Dashboard):
        cells: list[tuple[int, int]] = []
        for widget in board.json("dashboardBody")["widgets"]:
            assert widget["x"] + widget["width"] <= GRID
            cells += [
                (widget["x"] + x, widget["y"] + y)
                for x in range(widget["width"])
                for y in range(widget["height"])
            ]
        assert len(cells) == len(set(cells)), board.name


@pytest.mark.parametrize("stage", STAGES)
def test_every_function_table_and_state_machine_of_a_service_is_on_its_dashboard(stage):
    cloud = deployed(stage)
    found = {value for _, _, value in shown(cloud)}
    missing = {
        name
        for dimension in ("FunctionName", "TableName", "QueueName", "StateMachineArn")
        for name in known(cloud)[dimension]
        if name not in found and not name.startswith(f"{PLATFORM}-")
    }
    assert missing == set()


SEARCH = re.compile(
    r"""SEARCH\('\{"(?P<namespace>[\w-]+)",service\} service="(?P<service>\w+)"', 'Sum', 60\)"""
)


@pytest.mark.parametrize("stage", STAGES)
def test_every_search_is_for_what_the_functions_of_its_service_count(stage):
    cloud = deployed(stage)
    counted = {
        (variables["POWERTOOLS_METRICS_NAMESPACE"], variables["POWERTOOLS_SERVICE_NAME"])
        for function in cloud.all(lambda_.Function)
        if (variables := function.inputs["environment"]["variables"])
    }
    searches = [
        row[0]["expression"]
        for board in cloud.all(cloudwatch.Dashboard)
        for widget in board.json("dashboardBody")["widgets"]
        for row in widget["properties"]["metrics"]
        if not isinstance(row[0], str)
    ]
    found = {SEARCH.fullmatch(each).group("namespace", "service") for each in searches}
    assert found == counted


def test_every_queue_of_prod_is_on_a_dashboard():
    cloud = deployed("prod")
    found = {value for _, _, value in shown(cloud)}
    assert known(cloud)["QueueName"] - found == set()


def titles(board) -> list[str]:
    return [w["properties"]["title"] for w in board.json("dashboardBody")["widgets"]]


def test_prod_has_one_dashboard_over_all_of_its_services_with_the_ten_widgets_first():
    cloud = deployed("prod")
    boards = {each.inputs["dashboardName"]: each for each in cloud.all(cloudwatch.Dashboard)}
    whole = boards.pop("platform-prod")
    assert titles(whole)[:10] == list(WIDGETS)[:10]
    everything = {pair[1:] for pair in shown(cloud) if pair[0] != whole.name}
    of_the_platform = {pair[1:] for pair in shown(cloud) if pair[0] == whole.name} - everything
    assert of_the_platform == {
        ("QueueName", "platform-audit-copy-dead-letters"),
        ("RuleName", "platform-audit-copy-rule"),
    }
    assert len(boards) == len(SERVICES)


def test_the_widgets_of_every_dashboard_are_within_the_limits_of_cloudwatch():
    for board in deployed("prod").all(cloudwatch.Dashboard):
        rows = [len(w["properties"]["metrics"]) for w in board.json("dashboardBody")["widgets"]]
        assert (max(rows) <= MOST_OF_A_WIDGET, sum(rows) <= MOST_METRICS) == (True, True)


def test_a_stage_without_an_objective_has_the_dashboards_of_its_services_alone():
    assert len(deployed("dev").all(cloudwatch.Dashboard)) == len(SERVICES)
