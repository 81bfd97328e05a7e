"""Tests of loading a purchase history into the data lake; on a stage: tests/local."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import boto3
import pytest
import sqlglot
from moto import mock_aws
from rich.console import Console
from rich.progress import Progress

from cli.purchases import lake, lake_load
from cli.purchases.athena import Queries
from cli.purchases.cdnow import Purchase
from cli.purchases.lake_load import Month
from contracts.envelope import unwrap
from contracts.orders import OrderConfirmed
from local.checkout import LocalError
from services.analytics.app.lake import PURCHASES
from services.analytics.app.records import KINDS, kind_of
from services.analytics.queries import QUERIES
from settings import ROOT
from tests.fakes.shards import Shards

FIRST = Purchase(2, "cdnow-00001", date(1997, 1, 1), 1, 1177)
LATER = Purchase(3, "cdnow-00002", date(1997, 2, 12), 5, 7700)

SQL = {
    **{name: query.sql for name, query in QUERIES.items()},
    "months of the history": lake_load.MONTHLY,
    "days of the history": lake_load.DAILY,
    "customers of the history": lake_load.CUSTOMER_COUNT,
}


@pytest.fixture
def progress():
    return Progress(console=Console(quiet=True))


class Athena:
    """Answers every query with these rows, the columns first; or fails with a reason."""

    def __init__(self, *rows, failure=None):
        self.rows, self.failure, self.asked = rows, failure, []

    def start_query_execution(self, **call):
        self.asked.append(call)
        return {"QueryExecutionId": "q"}

    def get_query_execution(self, **call):
        state = "FAILED" if self.failure else "SUCCEEDED"
        status = {"State": state, "StateChangeReason": self.failure}
        return {"QueryExecution": {"Status": status}}

    def get_paginator(self, operation):
        assert operation == "get_query_results"
        return self

    def paginate(self, **call):
        for row in self.rows:  # a page for each
            yield {"ResultSet": {"Rows": [{"Data": [{"VarCharValue": cell} for cell in row]}]}}


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_a_query_means_the_same_to_athena_and_to_the_local_stage(sql):
    athena = sqlglot.transpile(sql, read="athena", write="duckdb")
    assert athena == sqlglot.transpile(sql, read="duckdb", write="duckdb")


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_a_query_counts_a_row_that_is_there_twice_once(sql):
    assert any(f"DISTINCT {each}" in sql for each in ("order_id", "click_id")) or (
        "count(DISTINCT user_id)" in sql
    )


def test_a_purchase_is_the_event_of_an_order_of_its_own():
    order, metadata = unwrap(OrderConfirmed, lake_load.envelope(FIRST))
    assert (order.ordered_on, order.units, order.total_cents) == (FIRST.day, 1, 1177)
    assert order.user_id == "cdnow-history-00001"
    assert metadata.event_id == order.order_id
    again = lake_load.envelope(replace(FIRST, number=4))
    assert again["data"]["orderId"] != order.order_id


def test_the_folders_and_the_kind_of_the_records_are_those_of_the_service():
    assert (PURCHASES.incoming, PURCHASES.files) == (lake_load.INCOMING, lake_load.FILES)
    assert KINDS[lake_load.KIND] is PURCHASES
    assert kind_of(json.loads(lake_load.record(FIRST)["Data"])) == lake_load.KIND


def test_a_load_that_was_interrupted_sends_the_days_that_are_not_whole():
    same_day = replace(LATER, number=4)
    purchases = [FIRST, LATER, same_day]
    assert lake_load.missing(purchases, {}) == purchases
    assert lake_load.missing(purchases, {"1997-01-01": 1, "1997-02-12": 1}) == [LATER, same_day]
    assert lake_load.missing(purchases, {"1997-01-01": 1, "1997-02-12": 2}) == []


def test_records_are_sent_in_order_and_those_that_are_rejected_again(progress, monkeypatch):
    monkeypatch.setattr(lake_load, "THROTTLED_SECONDS", 0)
    monkeypatch.setattr(lake_load, "RECORDS_PER_CALL", 2)
    kinesis = Shards()
    kinesis.rejections = 1
    lake_load.send(kinesis, "events", [FIRST, LATER, FIRST], progress)
    assert kinesis.calls == [2, 1, 1]
    assert sorted(each["data"]["totalCents"] for each in kinesis.values()) == [1177, 1177, 7700]
    assert {each["StreamName"] for each in kinesis.put} == {"events"}
    assert kinesis.put[0]["PartitionKey"] == "cdnow-history-00002"


def test_months_add_up():
    months = lake_load.by_month([FIRST, LATER, FIRST])
    assert months == {"1997-01": Month(2, 2, 2354), "1997-02": Month(1, 5, 7700)}
    assert lake_load.total(months) == Month(3, 7, 10054)


def test_rows_of_athena_come_from_all_pages():
    answers = Athena(
        ("month", "purchases", "cds", "cents"),
        ("1997-01", "1", "1", "1177"),
        ("1997-02", "1", "5", "7700"),
    )
    queries = Queries(answers, "group", "shop")
    assert lake_load.months_in(queries) == lake_load.by_month([FIRST, LATER])
    [asked] = answers.asked
    assert (asked["WorkGroup"], asked["QueryExecutionContext"]) == ("group", {"Database": "shop"})


def test_a_query_that_fails_says_why():
    with pytest.raises(LocalError, match="the query was failed: no such table"):
        Queries(Athena(failure="no such table"), "group", "shop").rows("SELECT 1")


def test_what_athena_answers_is_waited_for_and_what_never_comes_is_given_up(progress, monkeypatch):
    monkeypatch.setattr(lake, "POLL_SECONDS", 0)
    one, two = {"1997-01": Month(1, 1, 1)}, {"1997-01": Month(2, 2, 2)}
    reports = iter([{}, one, two])
    assert lake.settled(lambda: next(reports), 2, progress, lambda: 0) == two
    monkeypatch.setattr(lake, "QUIET_SECONDS", -1)
    assert lake.settled(lambda: one, 2, progress, lambda: 0) == one


def test_what_is_on_the_way_is_waited_for_however_long_nothing_is_new(progress, monkeypatch):
    monkeypatch.setattr(lake, "POLL_SECONDS", 0)
    monkeypatch.setattr(lake, "QUIET_SECONDS", -1)
    one, two = {"1997-01": Month(1, 1, 1)}, {"1997-01": Month(2, 2, 2)}
    reports, messages = iter([one, one, one, two]), iter([3, 1, 1])
    assert lake.settled(lambda: next(reports), 2, progress, lambda: next(messages)) == two


def test_messages_on_the_way_are_those_of_the_functions_of_the_lake():
    with mock_aws():
        sqs = boto3.client("sqs", "us-east-1")
        names = ("collected-transform-records", "transformed-register-partitions", "count-order")
        urls = {
            name: sqs.create_queue(QueueName=f"analytics-{name}-queue-1a2b3c4")["QueueUrl"]
            for name in names
        }
        assert lake_load.on_the_way(sqs) == 0
        for url in urls.values():
            sqs.send_message(QueueUrl=url, MessageBody="{}")
        # One that is hidden is on the way, too.
        sqs.receive_message(QueueUrl=urls["collected-transform-records"])
        assert lake_load.on_the_way(sqs) == 2
    known = (ROOT / "tests/identity/dev.txt").read_text("utf-8").splitlines()
    assert all(any(line.endswith(f"::{queue}") for line in known) for queue in lake_load.QUEUES)


def test_a_month_that_differs_is_said_to(progress):
    file = lake_load.by_month([FIRST, LATER])
    table = lake.comparison(file, {**file, "1997-02": Month(1, 5, 1)}, (2, 2))
    assert list(table.columns[-1].cells) == ["equal", "DIFFERENT", "DIFFERENT", "equal"]
    assert list(table.columns[3].cells) == ["11.77", "77.00", "88.77", ""]


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(LocalError, match="there is no file"):
        lake.history(tmp_path / "CDNOW_master.txt")
    (tmp_path / "some.txt").write_text(" 00002 19970112 5 77.00\n 00001 19970101 1 11.77\n")
    assert [each.customer for each in lake.history(tmp_path / "some.txt")] == [
        "cdnow-00001",
        "cdnow-00002",
    ]
