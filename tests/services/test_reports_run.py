"""The daily report from its start to the mail: the deployed definition over the real handlers."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pulumi_aws as aws_resources
import pytest

from services.reports.app import (
    count_hour,
    counting,
    figures,
    file_report,
    find_hours,
    get_report,
    mail_report,
    note_end,
    write_report,
)
from services.reports.app.domain import hours_of, moment
from tests.fakes.invocations import CONTEXT, bus_body, called, delivered, http_event
from tests.services.reports_helpers import BUCKET, LOG, handled
from tests.services.sample_messages import confirmed
from tests.simulator.simulator import Simulator
from tests.simulator.stubs import Fails, in_turn, runs
from tests.stage import deployed

UTC = ZoneInfo("UTC")
TODAY, TOMORROW = "2026-11-20", "2026-11-21T01:00:00Z"
REAL = {
    "FindHours": runs(find_hours.handle, CONTEXT),
    "CountHour": runs(count_hour.handle, CONTEXT),
    "WriteReport": runs(write_report.handle, CONTEXT),
}


@pytest.fixture
def aws(aws, monkeypatch):
    monkeypatch.setattr(counting, "now", lambda: "2026-11-21T01:00:10.000Z")
    aws.logs.groups[LOG] = [handled(f"{TODAY}T09:15:00.000Z")]
    return aws


def run(scheduled_at=TOMORROW, **stubs):
    machine = deployed("local").one(aws_resources.sfn.StateMachine, "reports-daily-machine")
    simulator = Simulator(machine.json("definition"), {**REAL, **stubs})
    return simulator.run({"job": "reports-daily", "scheduledAt": scheduled_at})


def ended_at(moment_):
    body = bus_body(confirmed(units=2, cents=3000))
    body["detail"]["metadata"]["occurredAt"] = moment_
    return body


def new_file(key):
    """The notification of a file in the bucket."""
    record = {
        "eventName": "ObjectCreated:Put",
        "responseElements": {"x-amz-request-id": "request-of-s3"},
        "s3": {"bucket": {"name": BUCKET}, "object": {"key": key, "size": 1, "eTag": "abc"}},
    }
    return {"Type": "Notification", "Message": json.dumps({"Records": [record]})}


def test_an_order_of_yesterday_is_in_the_report_of_this_morning(aws):
    delivered(note_end.handle, ended_at(f"{TODAY}T09:14:59.000Z"))
    ran = run()
    assert (ran.status, ran.output["key"]) == ("SUCCEEDED", f"reports/{TODAY}.json")
    assert ran.visited == ["FindHours", "CountHours", *["CountHour"] * 24, "WriteReport"]
    assert ran.max_concurrency["CountHours"] <= 4
    for branch in (file_report, mail_report):
        assert delivered(branch.handle, new_file(ran.output["key"])) == []
    path = {"day": TODAY}
    status, body = called(
        get_report.handle, http_event(user="agent", groups=("agents",), path=path)
    )
    assert (status, body["report"]["total"]["cents"]) == (200, 3000)
    assert body["report"]["hours"][9]["handled"] == 1
    assert len(aws.sesv2.sent) == len(aws.sns.messages) == 1


def test_the_report_waits_for_hours_that_could_not_be_counted_at_first(aws):
    flaky = in_turn(Fails("OutOfTime"), *[REAL["CountHour"]] * 24)
    ran = run(CountHour=flaky)
    assert ran.status == "SUCCEEDED"
    assert len(figures.of_hours(hours_of(moment(f"{TODAY}T00:00:00Z").date(), UTC))) == 24


@pytest.mark.parametrize("step", ["FindHours", "CountHour", "WriteReport"])
def test_a_step_that_keeps_failing_fails_the_run_and_nothing_is_published(aws, step):
    ran = run(**{step: Fails("OutOfTime")})
    assert (ran.status, ran.error) == ("FAILED", "OutOfTime")
    assert len(ran.payloads(step)) >= 4
    assert not aws.s3.writes


def test_a_second_run_writes_the_same_report_and_counts_nothing_again(aws):
    first = run()
    again = run()
    assert again.visited == ["FindHours", "CountHours", "WriteReport"]
    assert again.output == first.output
    assert aws.s3.writes[BUCKET, f"reports/{TODAY}.json"] == 1
