"""Subjects: the ids by which the lines of one order, item, file or batch are found in the logs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runtime.observability import logger

# The fields of contracts that name what a message is about; none of them is a person.
SUBJECTS = ("order_id", "item_id", "media_id", "import_id")

# A line of the log has at most 256 KB; an id has at most 128 characters.
IDS_PER_LINE = 500

# The line of the caller is the log's location, not the one below.
CALLER = 3


def subject_of(message: object) -> dict[str, Any]:
    """The ids of a message, as keys of its line in the log."""
    found = {name: getattr(message, name, None) for name in SUBJECTS}
    return {name: str(value) for name, value in found.items() if value}


def log_ids(words: str, correlation_ids: Iterable[str | None]) -> None:
    """Log inputs that were processed together, under the correlation ids of all of them."""
    logger.set_correlation_id(None)
    known = [*dict.fromkeys(filter(None, correlation_ids))]
    for start in range(0, len(known), IDS_PER_LINE):
        part = known[start : start + IDS_PER_LINE]
        logger.info(words, stacklevel=CALLER, correlation_ids=part)
