"""Files a report that has come into the bucket, so that agents find it by its day."""

from __future__ import annotations

from runtime.observability import count
from runtime.sqs.objects import StoredObject, object_consumer
from services.reports.app import figures, files


@object_consumer
def handle(file: StoredObject) -> None:
    day = files.day_in(file.key)
    report = files.read_json(file.key)
    figures.keep(day, {"key": file.key, "size": file.size, "etag": file.etag, "report": report})
    count("ReportsFiled")
