"""Loads one part of a file of items; one that was loaded before is not loaded again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contracts.codec import decode_value
from runtime.csv_parts import Part, records
from runtime.stepfunctions.tasks import Task, task_handler
from services.catalog.app import import_files, store
from services.catalog.app.domain import Rejected, imported_item

Reject = tuple[int, str, str]


@task_handler
def handle(task: Task) -> Mapping[str, Any]:
    file = task.input["file"]
    part = decode_value(Part, task.input["part"], name="part")
    if (before := import_files.result(file["etag"], part.number)) is not None:
        return {**before, "loaded": 0}
    items, rejects = [], list[Reject]()
    content = import_files.part(file["key"], file["etag"], part)
    for line, fields in records(content, part.line):
        try:
            items.append(imported_item(fields, file["columns"]))
        except Rejected as rejected:
            text = fields if isinstance(fields, str) else json.dumps(fields, ensure_ascii=False)
            rejects.append((line, str(rejected), text))
    store.put_all(items)
    found = {"number": part.number, "items": len(items), "rejected": len(rejects)}
    import_files.keep_result(file["etag"], part.number, found, rejects)
    return {**found, "loaded": len(items)}
