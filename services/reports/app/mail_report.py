"""Publishes a report that was written to the SNS topic and sends it by mail, once for each day."""

from __future__ import annotations

import json
from typing import Any

from contracts.codec import encode
from runtime.clients.aws import client
from runtime.dynamodb.idempotency import run_once
from runtime.environment import environment, linked
from runtime.observability import count
from runtime.sqs.objects import StoredObject, object_consumer
from services.reports.app import bucket, report_text
from services.reports.app.domain import DayReport

REPORTS_TOPIC = linked("news")

# Without a sender or without recipients no mail is sent.
REPORT_SENDER = environment("REPORT_SENDER", "")
REPORT_EMAILS = tuple(json.loads(environment("REPORT_EMAILS", "[]")))


@object_consumer
def handle(file: StoredObject) -> None:
    day, report = bucket.day_in(file.key), bucket.read_report(file.key)
    run_once("report-told", day, lambda: _publish(report, file.key), file.context)
    if REPORT_SENDER and REPORT_EMAILS:
        run_once("report-mailed", day, lambda: _mail(report), file.context)


def _publish(report: DayReport, key: str) -> dict[str, Any]:
    published = client("sns").publish(
        TopicArn=REPORTS_TOPIC,
        Subject=report_text.subject_of(report),
        Message=json.dumps({"day": report.day, "key": key, "total": encode(report.total)}),
    )
    count("ReportsPublished")
    return {"messageId": published["MessageId"]}


def _mail(report: DayReport) -> dict[str, Any]:
    simple = {
        "Subject": {"Data": report_text.subject_of(report), "Charset": "UTF-8"},
        "Body": {"Text": {"Data": report_text.text_of(report), "Charset": "UTF-8"}},
    }
    sent = client("sesv2").send_email(
        FromEmailAddress=REPORT_SENDER,
        Destination={"ToAddresses": list(REPORT_EMAILS)},
        Content={"Simple": simple},
    )
    count("ReportsMailed")
    return {"messageId": sent["MessageId"]}
