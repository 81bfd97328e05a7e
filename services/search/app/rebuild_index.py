"""Writes the index again from the catalog: as much as there is time for, in a workflow that asks
again until all is done.

First the items are written, page by page, then what was written before is removed. Searches and
changes go on meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from contracts.catalog import CatalogItem
from contracts.codec import decode_value, encode
from contracts.violation import ContractViolation
from runtime.clients.services import get_json
from runtime.http_errors import ServiceUnavailable
from runtime.observability import count
from runtime.remaining import remaining_seconds
from runtime.stepfunctions.tasks import Task, task_handler
from services.search.app.domain import entry_at
from services.search.app.index import configured_index

# Items that are read and written at once, and the time that is kept for one such page.
PAGE, RESERVE_SECONDS = 50, 30.0

# What the catalog answers may be older than the request by as much as a scan is behind: a change
# that is published within this time counts as newer than the answer.
BEHIND_MILLISECONDS = 5_000

index = configured_index()


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What is to be done next; ``began`` is the version of the first items that were written."""

    does: Literal["write", "clean", "end"]
    written: int = 0
    began: int | None = None
    cursor: str | None = None


@task_handler
def handle(task: Task) -> Mapping[str, Any]:
    progress = decode_value(Progress, task.input["progress"], name="progress")
    while progress.does != "end":
        progress = _written(progress) if progress.does == "write" else _cleaned(progress)
        if remaining_seconds(task.context) < RESERVE_SECONDS:
            break
    if progress.does == "end":
        count("IndexRebuilt")
    return encode(progress)


def _written(progress: Progress) -> Progress:
    version = time.time_ns() // 1_000_000 - BEHIND_MILLISECONDS
    items, cursor = _page(progress.cursor)
    index.write([entry_at(item, version) for item in items])
    return replace(
        progress,
        does="clean" if cursor is None else "write",
        written=progress.written + len(items),
        began=progress.began or version,
        cursor=cursor,
    )


def _cleaned(progress: Progress) -> Progress:
    assert progress.began is not None
    cursor = index.clean(progress.began, progress.cursor)
    return replace(progress, does="end" if cursor is None else "clean", cursor=cursor)


def _page(cursor: str | None) -> tuple[tuple[CatalogItem, ...], str | None]:
    query = {"limit": str(PAGE), **({"nextToken": cursor} if cursor else {})}
    answer = get_json("catalog", "/items", query)
    try:
        items = decode_value(tuple[CatalogItem, ...], answer["items"], name="items")
        return items, answer["nextToken"]
    except (ContractViolation, KeyError, TypeError) as error:
        raise ServiceUnavailable("catalog does not answer as agreed") from error
