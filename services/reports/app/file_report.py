"""Stores a report that was written to the bucket in the figures table, by its day."""

from __future__ import annotations

from runtime.observability import count
from runtime.sqs.objects import StoredObject, object_consumer
from services.reports.app import bucket, figures
from services.reports.app.domain import FiledReport


@object_consumer
def handle(file: StoredObject) -> None:
    day, report = bucket.day_in(file.key), bucket.read_report(file.key)
    figures.put(
        FiledReport(period=day, key=file.key, size=file.size, etag=file.etag, report=report)
    )
    count("ReportsFiled")
