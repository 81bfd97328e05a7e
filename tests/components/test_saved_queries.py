"""Tests of saved queries: they parse, and their fields are in the lines that are written."""

from __future__ import annotations

import json
import re

import pytest
from pulumi_aws import cloudwatch

from components.api.access_log import http_format, rest_format
from components.observability import saved_queries
from components.observability.saved_queries import SavedQueries, SavedQueriesArgs
from local.checkout import ROOT
from tests.cloud import deploy
from tests.insights import OF_EXECUTIONS, parsed
from tests.stage import deployed

QUERIES = {
    "errors": saved_queries.ERRORS,
    "slow-requests": saved_queries.SLOW_REQUESTS,
    "failed-executions": saved_queries.FAILED_EXECUTIONS,
}
RUNBOOKS = {
    "errors": "function-errors",
    "slow-requests": "api-latency",
    "failed-executions": "workflow-failures",
}
ARGS = SavedQueriesArgs(
    folder="shop/prod/orders", functions=("f",), apis=("a", "b"), workflows=("w",)
)


def test_a_service_has_a_query_for_each_kind_of_its_logs():
    cloud = deploy(lambda: SavedQueries("orders-queries", ARGS) and None)
    found = {each.name: each.inputs for each in cloud.all(cloudwatch.QueryDefinition)}
    assert found == {
        f"orders-queries-{word}": {
            "name": f"shop/prod/orders/{word}",
            "queryString": QUERIES[word],
            "logGroupNames": groups,
        }
        for word, groups in (
            ("errors", ["f"]),
            ("slow-requests", ["a", "b"]),
            ("failed-executions", ["w"]),
        )
    }


def test_a_kind_without_logs_has_no_query():
    args = SavedQueriesArgs(folder="shop/prod/orders", workflows=("w",))
    cloud = deploy(lambda: SavedQueries("orders-queries", args) and None)
    assert cloud.one(cloudwatch.QueryDefinition).name == "orders-queries-failed-executions"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"folder": "a"}, "functions, apis or workflows must name a log group, got none"),
        ({"folder": "/", "apis": ("a",)}, "folder must be a name, got '/'"),
        (
            {"folder": "a", "functions": ("f",) * 51},
            "functions must be between 0 and 50 log groups, got 51",
        ),
    ],
)
def test_wrong_arguments_are_refused(given, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        SavedQueriesArgs(**given)


def test_slow_requests_are_read_by_fields_of_both_kinds_of_access_log():
    query = parsed(QUERIES["slow-requests"])
    for written in (rest_format(), http_format()):
        assert query.fields <= set(json.loads(written))
    assert (query.filtered, query.sorted_by, query.order, query.limit) == (
        ("responseLatency",),
        "responseLatency",
        "desc",
        20,
    )
    assert "responseLatency > 1000" in QUERIES["slow-requests"]


def test_failed_executions_are_read_by_fields_of_step_functions():
    query = parsed(QUERIES["failed-executions"])
    assert query.fields <= OF_EXECUTIONS
    assert {"execution_arn", "details.cause"} <= set(query.shown)
    assert (query.sorted_by, query.order) == ("@timestamp", "desc")


@pytest.mark.parametrize("word", QUERIES)
def test_a_runbook_has_the_query_that_is_saved(word):
    page = (ROOT / "docs" / "runbooks" / f"{RUNBOOKS[word]}.md").read_text("utf-8")
    assert f"```text\n{QUERIES[word]}\n```" in page


def test_every_saved_query_of_a_stage_parses_and_reads_logs_of_its_own_service():
    cloud = deployed("prod")
    groups = {group.outputs["name"] for group in cloud.all(cloudwatch.LogGroup)}
    found = cloud.all(cloudwatch.QueryDefinition)
    assert len(found) > 20
    for each in found:
        project, stage, service, word = each.inputs["name"].split("/")
        assert (project, stage, each.inputs["queryString"]) == ("platform", "prod", QUERIES[word])
        read = each.inputs["logGroupNames"]
        assert set(read) <= groups, each.name
        assert all(name.startswith(f"{service}-") for name in read), each.name


def test_a_stage_that_does_not_ask_for_them_has_none():
    assert deployed("dev").all(cloudwatch.QueryDefinition) == []


@pytest.mark.parametrize(
    "query",
    [
        "fields a | limit 1",
        "fields a b | filter a = 1 | sort a desc | limit 1",
        "fields a | filter a == 1 | sort a desc | limit 1",
        "fields a | filter a = ERROR | sort a desc | limit 1",
        "fields a | filter a = 1 | sort a | limit 1",
        "fields a | filter a = 1 | sort a desc | limit 10001",
    ],
)
def test_what_logs_insights_would_not_take_does_not_parse(query):
    with pytest.raises(ValueError, match=r"got|no names|no conditions"):
        parsed(query)
