"""Files a report that has come into the bucket, so that agents find it by its day."""

from __future__ import annotations

from runtime.observability import count
from runtime.sqs.objects import Stored, stored
from services.reports.app import figures, files


@stored
def handle(file: Stored) -> None:
    day = files.day_in(file.key)
    report = files.read_json(file.key)
    figures.keep(day, {"key": file.key, "size": file.size, "etag": file.etag, "report": report})
    count("ReportsFiled")
