"""Tests of the clicks: from the request into the stream, and from there into the counts."""

from __future__ import annotations

import json

from services.analytics.app import count_clicks, record_clicks, report_clicks
from tests.fakes.invocations import CONTEXT, called, http_event

ALL_DONE = {"batchItemFailures": []}
TWO = [{"itemId": "lp-1", "action": "viewed"}, {"itemId": "lp-1", "action": "added"}]


def click(*clicks, user="ann"):
    return called(record_clicks.handle, http_event(user=user, body=json.dumps({"clicks": clicks})))


def day_of(aws, place=0):
    return aws.kinesis.values()[place]["data"]["clickedOn"]


def report(day, user="agent", groups=("agents",)):
    return called(report_clicks.handle, http_event(user=user, groups=groups, path={"day": day}))


def test_clicks_are_records_of_their_user_in_order(aws):
    assert click(*TWO) == (202, {"accepted": 2})
    assert {record["PartitionKey"] for record in aws.kinesis.put} == {"ann"}
    records = aws.kinesis.values()
    assert [record["data"]["action"] for record in records] == ["viewed", "added"]
    assert {record["kind"] for record in records} == {"ItemClicked"}
    assert len({record["data"]["clickId"] for record in records}) == 2


def test_clicks_are_counted_once_by_their_day(aws):
    click(*TWO)
    click(TWO[0], user="bob")
    for _ in range(2):
        assert count_clicks.handle(aws.kinesis.event(), CONTEXT) == ALL_DONE
    day = day_of(aws)
    assert report(day) == (200, {"day": day, "viewed": 2, "added": 1, "removed": 0})
    assert report("1997-01-01")[1]["viewed"] == 0


def test_of_a_thousand_clicks_the_bad_one_is_kept_with_its_reason_and_the_others_are_counted(aws):
    for _ in range(10):
        click(*TWO * 50)
    good = aws.kinesis.put.pop(500)
    bad = json.loads(good["Data"])
    bad["data"]["action"] = "licked"
    aws.kinesis.put.insert(500, {**good, "Data": json.dumps(bad).encode()})
    assert count_clicks.handle(aws.kinesis.event(), CONTEXT) == ALL_DONE
    day = day_of(aws)
    assert report(day) == (200, {"day": day, "viewed": 499, "added": 500, "removed": 0})
    [kept] = aws.sqs.sent
    assert kept["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "ContractViolation"
    assert "action" in kept["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert json.loads(kept["MessageBody"])["Records"][0]["kinesis"]["sequenceNumber"] == "501"


def test_a_stream_that_is_throttled_takes_the_rest_in_the_next_try(aws):
    aws.kinesis.rejections = 1
    assert click(*TWO) == (202, {"accepted": 2})
    assert aws.kinesis.calls == [2, 1]


def test_a_stream_that_takes_nothing_is_said_to(aws):
    aws.kinesis.rejections = 1_000
    assert click(*TWO)[0] == 503


def test_a_click_without_a_token_or_an_action_is_refused(aws):
    assert click(*TWO, user=None)[0] == 401
    assert click({"itemId": "lp-1", "action": "licked"})[0] == 400
    assert click(*TWO * 51)[0] == 400
    assert aws.kinesis.put == []


def test_only_agents_read_the_counts_and_a_day_is_a_day(aws):
    assert report("2026-11-29", "ann", ())[0] == 403
    assert report("yesterday")[0] == 400
