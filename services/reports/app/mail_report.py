"""Tells that a report has come: to who subscribes to the topic, and by mail; once a day each."""

from __future__ import annotations

import json
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.idempotency import run_once
from runtime.observability import count
from runtime.sqs.objects import StoredObject, object_consumer
from services.reports.app import files, wording

REPORTS_TOPIC = environment("REPORTS_TOPIC")

# Without a sender, or without anybody to send to, no mail is sent.
REPORT_SENDER = environment("REPORT_SENDER", "")
REPORT_EMAILS = tuple(json.loads(environment("REPORT_EMAILS", "[]")))


@object_consumer
def handle(file: StoredObject) -> None:
    day = files.day_in(file.key)
    report = files.read_json(file.key)
    run_once("report-told", day, lambda: _tell(report, file.key), file.context)
    if REPORT_SENDER and REPORT_EMAILS:
        run_once("report-mailed", day, lambda: _mail(report), file.context)


def _tell(report: dict[str, Any], key: str) -> dict[str, Any]:
    told = client("sns").publish(
        TopicArn=REPORTS_TOPIC,
        Subject=wording.subject_of(report),
        Message=json.dumps({"day": report["day"], "key": key, "total": report["total"]}),
    )
    count("ReportsTold")
    return {"messageId": told["MessageId"]}


def _mail(report: dict[str, Any]) -> dict[str, Any]:
    simple = {
        "Subject": {"Data": wording.subject_of(report), "Charset": "UTF-8"},
        "Body": {"Text": {"Data": wording.text_of(report), "Charset": "UTF-8"}},
    }
    sent = client("sesv2").send_email(
        FromEmailAddress=REPORT_SENDER,
        Destination={"ToAddresses": list(REPORT_EMAILS)},
        Content={"Simple": simple},
    )
    count("ReportsMailed")
    return {"messageId": sent["MessageId"]}
