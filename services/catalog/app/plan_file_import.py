"""Plans the parts of a file of items, in the state machine that imports it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from contracts.codec import encode
from runtime.csv_parts import Splitter
from runtime.stepfunctions.tasks import Task, task_handler
from services.catalog.app import import_files
from services.catalog.app.domain import COLUMNS

# The parts, and then what became of them, must fit in the 256 KiB of a state's output.
PART_BYTES, MOST_PARTS = 8 * 1024 * 1024, 1_000

# The first record, with the names of the columns, is no longer than this.
HEADER_BYTES = 64 * 1024


class NotItems(Exception):
    """A file without the columns of items."""


@task_handler
def handle(task: Task) -> Mapping[str, Any]:
    key, etag = str(task.input["key"]), str(task.input["etag"]).strip('"')
    size, blocks = import_files.whole(key, etag)
    splitter, head = Splitter(max(PART_BYTES, size // MOST_PARTS)), bytearray()
    for block in blocks:
        head += block[: HEADER_BYTES - len(head)]
        splitter.read(block)
    parts = splitter.end()
    columns = next(csv.reader([head[: splitter.header].decode("utf-8-sig")]), [])
    if sorted(columns) != sorted(COLUMNS):
        raise NotItems(f"{key} must have the columns {', '.join(COLUMNS)}, got {columns}")
    file = {"key": key, "etag": etag, "columns": columns}
    return {"file": file, "parts": [encode(part) for part in parts]}
