"""Tests of the steps of a day's report, and of what follows from its file."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

import pytest

from contracts.codec import encode
from services.reports.app import (
    count_hour,
    figures,
    file_report,
    find_hours,
    mail_report,
    write_report,
)
from services.reports.app.domain import HourFigures, hours_of, moment, start_of
from tests.fakes.invocations import delivered, tasked
from tests.services.reports_helpers import BUCKET, LOG, TOPIC, handled, written

UTC = ZoneInfo("UTC")
DAY = moment("2026-11-20T00:00:00Z").date()
KEY = "reports/2026-11-20.json"
STARTED = "2026-11-21T01:00:07.123Z"


@pytest.fixture
def aws(aws):
    aws.logs.groups[LOG] = []
    return aws


def keep(hour, **counts):
    """Figures of an hour that was counted long after its end."""
    counted_at = (start_of(hour) + timedelta(hours=3)).isoformat()
    figures.put(HourFigures(period=hour, **counts, counted_at=counted_at))


def find(**asked):
    return tasked(find_hours.handle, asked=asked, startedAt=STARTED)


def write(run="2026-11-21T01:00:00+00:00", day="2026-11-20"):
    return tasked(write_report.handle, day=day, run=run)


def new_file(key=KEY, **more):
    """The bucket's event, as the topic sends it."""
    record = {
        "eventName": "ObjectCreated:Put",
        "responseElements": {"x-amz-request-id": "request-of-s3"},
        "s3": {
            "bucket": {"name": BUCKET},
            "object": {"key": quote_plus(key), "size": 512, "eTag": "abc", **more},
        },
    }
    return {"Type": "Notification", "Message": json.dumps({"Records": [record]})}


def test_hours_that_are_counted_to_the_end_are_not_counted_again(aws):
    for hour in hours_of(DAY, UTC)[:-1]:
        keep(hour)
    assert find(scheduledAt="2026-11-21T01:00:00Z") == {
        "run": "2026-11-21T01:00:00+00:00",
        "day": "2026-11-20",
        "unsettled": ["2026-11-20T23"],
    }


def test_a_day_that_was_not_counted_is_counted_hour_by_hour(aws):
    found = find(scheduledAt="<aws.scheduler.scheduled-time>")
    assert found["unsettled"] == hours_of(DAY, UTC)
    assert found["run"] == "2026-11-21T01:00:07.123000+00:00"


def test_a_step_counts_one_hour(aws):
    aws.logs.groups[LOG] = [handled("2026-11-20T23:10:00.000Z"), handled("2026-11-20T22:10:00Z")]
    assert tasked(count_hour.handle, hour="2026-11-20T23") == {"hour": "2026-11-20T23"}
    [row] = figures.of_hours(hours_of(DAY, UTC))
    assert (row.period, row.handled) == ("2026-11-20T23", 1)


def test_a_report_is_written_for_machines_and_for_people(aws):
    keep("2026-11-20T09", confirmed=2, cents=4001, units=3, handled=3, failed={"Oops": 1})
    keep("2026-11-20T10", cancelled=1, handled=1)
    assert write() == {"day": "2026-11-20", "key": KEY}
    report = json.loads(written(aws, KEY))
    assert (report["day"], report["total"]["cents"], len(report["hours"])) == (
        "2026-11-20",
        4001,
        24,
    )
    assert written(aws, "reports/2026-11-20.txt") == (
        "Orders of 2026-11-20 (UTC)\n"
        "\n"
        "Confirmed  2, 3 units for 40.01\n"
        "Cancelled  1\n"
        "\n"
        "Messages handled: 4, failed: 1\n"
        "  Oops: 1\n"
        "\n"
        "09:00  2 confirmed for 40.01, 0 cancelled\n"
        "10:00  0 confirmed for 0.00, 1 cancelled\n"
    )
    assert aws.s3.types[BUCKET, "reports/2026-11-20.txt"] == "text/plain; charset=utf-8"


def test_a_run_that_the_schedule_started_twice_writes_once(aws):
    assert write() == write()
    assert aws.s3.writes[BUCKET, KEY] == 1


def test_runs_of_two_days_that_start_in_the_same_moment_write_both(aws):
    write()
    assert write(day="2026-11-19") == {"day": "2026-11-19", "key": "reports/2026-11-19.json"}
    assert aws.s3.writes[BUCKET, "reports/2026-11-19.json"] == 1


def test_another_run_writes_the_day_anew(aws):
    write()
    keep("2026-11-20T09", confirmed=1)
    write("2026-11-22T10:00:00+00:00")
    assert json.loads(written(aws, KEY))["total"]["confirmed"] == 1


def test_a_report_is_filed_under_its_day_as_often_as_it_comes(aws):
    write()
    assert delivered(file_report.handle, new_file(), new_file(size=513)) == []
    filed = figures.report_of("2026-11-20")
    assert (filed.key, filed.size, filed.etag) == (KEY, 513, "abc")
    assert encode(filed.report) == json.loads(written(aws, KEY))


def test_a_report_is_published_and_mailed_once(aws):
    keep("2026-11-20T09", confirmed=2, cents=4001)
    write()
    assert delivered(mail_report.handle, new_file(), new_file()) == []
    assert delivered(mail_report.handle, new_file()) == []
    [mail], [notice] = aws.sesv2.sent, aws.sns.messages
    line = "Orders of 2026-11-20: 2 confirmed for 40.01, 0 cancelled"
    simple = mail["Content"]["Simple"]
    assert (mail["FromEmailAddress"], mail["Destination"]) == (
        "reports@shop.example",
        {"ToAddresses": ["finance@shop.example"]},
    )
    assert simple["Subject"]["Data"] == notice["Subject"] == line
    assert simple["Body"]["Text"]["Data"] == written(aws, "reports/2026-11-20.txt")
    assert notice["TopicArn"] == TOPIC
    assert json.loads(notice["Message"])["total"]["cents"] == 4001


def test_a_mail_that_was_refused_is_sent_later_and_published_once(aws):
    write()
    aws.sesv2.failures = 1
    assert delivered(mail_report.handle, new_file()) == ["m0"]
    assert delivered(mail_report.handle, new_file()) == []
    assert (len(aws.sesv2.sent), len(aws.sns.messages)) == (1, 1)


@pytest.mark.parametrize("missing", ["REPORT_SENDER", "REPORT_EMAILS"])
def test_a_stage_without_a_sender_or_without_readers_sends_no_mail(aws, monkeypatch, missing):
    monkeypatch.setattr(mail_report, missing, "")
    write()
    assert delivered(mail_report.handle, new_file()) == []
    assert (aws.sesv2.sent, len(aws.sns.messages)) == ([], 1)


@pytest.mark.parametrize("handler", [file_report, mail_report])
def test_the_test_event_of_a_new_bucket_is_no_file(aws, handler):
    body = {"Type": "Notification", "Message": json.dumps({"Event": "s3:TestEvent"})}
    assert delivered(handler.handle, body) == []
    assert aws.dynamodb.rows("figures") == []


def test_a_file_that_is_no_report_fails_alone(aws):
    write()
    assert delivered(file_report.handle, new_file("reports/of a day.json"), new_file()) == ["m0"]


def test_the_log_follows_a_file_by_the_request_that_put_it_there(aws, log):
    write()
    delivered(file_report.handle, new_file())
    [line] = [line for line in log() if line.get("key") == KEY]
    assert line["correlation_id"] == "request-of-s3"
