"""Tests of runbooks: every alarm names a page that there is, with what to look at and to do."""

from __future__ import annotations

import re

import pytest
from pulumi_aws import cloudwatch

from components.api.access_log import FIELDS
from components.observability import runbooks
from local.checkout import ROOT
from settings import stages
from tests.alarms.stage import alarms
from tests.insights import OF_EXECUTIONS, parsed
from tests.stage import deployed

FOLDER = ROOT / "docs" / "runbooks"
PAGES = sorted(FOLDER.glob("*.md"))
NAMED = re.compile(r" Runbook: (\S+)/([\w-]+)\.md$")
KNOWN = {
    *runbooks.PAGES.values(),
    *(runbooks.OWN_METRIC, runbooks.OTHER, runbooks.ERROR_BUDGET, runbooks.SEVERAL),
}


def test_there_is_a_page_for_each_kind_of_alarm_and_no_other():
    assert {page.stem for page in PAGES} == KNOWN


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_to_look_at_what_to_do_and_when_it_ends(page):
    text = page.read_text("utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    assert [part.partition("\n")[0] for part in parts[1:]] == ["Look at", "Do", "When it ends"]
    introduction, look, do, end = (part.partition("\n")[2].strip() for part in parts)
    assert len(introduction) > 80
    assert len(re.findall(r"^\d\. ", look, re.MULTILINE)) >= 2
    assert len(re.findall(r"^- ", do, re.MULTILINE)) >= 1
    assert end


@pytest.mark.parametrize("stage", stages())
def test_every_alarm_of_a_stage_names_a_page_that_there_is(stage):
    found = [
        NAMED.search(alarm.inputs["alarmDescription"])
        for alarm in deployed(stage).all(cloudwatch.MetricAlarm)
    ]
    assert len(found) > 100
    assert None not in found
    assert {match[1] for match in found} == {"docs/runbooks"}
    assert {match[2] for match in found} <= KNOWN - {runbooks.OTHER}


def test_every_kind_of_alarm_of_the_components_names_its_own_page():
    named = {name: NAMED.search(inputs["alarmDescription"])[2] for name, inputs in alarms().items()}
    expected = {
        "sell-function-errors-alarm": "function-errors",
        "sell-http-server-errors-alarm": "api-server-errors",
        "sell-rest-latency-alarm": "api-latency",
        "bill-age-alarm": "message-age",
        "publish-unread-alarm": "stream-consumer",
        "publish-iterator-age-alarm": "stream-consumer",
        "publish-dead-letters-alarm": "dead-letter-queue",
        "fulfil-failures-alarm": "workflow-failures",
        "orders-write-throttles-alarm": "table-throttles",
        "nightly-dropped-alarm": "schedule-runs",
    }
    assert {name: named[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("inputs", "page"),
    [
        ({"namespace": "shop-dev", "metric_name": "OrdersSwept"}, "business-metric"),
        ({"namespace": "AWS/Nothing", "metric_name": "X"}, "other-metric"),
        (
            {"metric_queries": [{"id": "e"}, {"metric": {"namespace": "AWS/States"}}]},
            "workflow-failures",
        ),
    ],
)
def test_the_page_follows_from_the_metric(inputs, page):
    assert runbooks.page_of(inputs) == page


# What lines of functions have, those of access logs, and those of Step Functions.
OF_FUNCTIONS = {"function", "message", "level", "error_type", "correlation_id"}


def queries():
    return [
        pytest.param(query, id=page.stem)
        for page in PAGES
        for query in re.findall(r"```text\n(fields .*?)```", page.read_text("utf-8"), re.DOTALL)
    ]


@pytest.mark.parametrize("query", queries())
def test_a_query_has_fields_of_one_kind_of_log(query):
    fields = parsed(query).fields
    assert any(fields <= known for known in (OF_FUNCTIONS, set(FIELDS), OF_EXECUTIONS))


def test_there_is_a_query_for_errors_slow_requests_and_failed_executions():
    pages = {each.id for each in queries()}
    assert {"function-errors", "api-latency", "workflow-failures"} <= pages


def test_the_address_may_be_a_url():
    said = runbooks.described("It is full.", "https://wiki.example.com/runbooks/", "cache")
    assert said == "It is full. Runbook: https://wiki.example.com/runbooks/cache.md"
