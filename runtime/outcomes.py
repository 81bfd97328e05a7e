"""Outcomes: what a consumer did with each input, as keys of its log, and the reader of these keys.

Who counts messages reads ``outcome``, ``level`` and ``error_type``. The text of a line is for
people, and may change.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from runtime.observability import logger

SUCCEEDED, FAILED = "succeeded", "failed"

# A filter pattern of CloudWatch Logs for the lines that have an outcome. Any line of level ERROR is
# a failure, so that crashes of a function are counted too.
PATTERN = f'{{ $.outcome = "{SUCCEEDED}" || $.level = "ERROR" }}'

# The line of the caller is the log's location, not the one below.
CALLER = 3


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one input: the type of the error, or None if it was processed."""

    error: str | None = None


def log_success(**description: Any) -> None:
    """Log that an input was processed."""
    logger.info("input processed", stacklevel=CALLER, outcome=SUCCEEDED, **description)


def log_failure(error: Exception, **description: Any) -> None:
    """Log that a message failed; to be called where the error is handled."""
    name = type(error).__name__
    logger.exception(
        "message failed", stacklevel=CALLER, outcome=FAILED, error_type=name, **description
    )


def outcome_of(text: str) -> Outcome | None:
    """The outcome in a line of the log; None for a line about something else.

    The lines of Lambda itself, and of a crash, are not JSON.
    """
    try:
        line = json.loads(text)
    except ValueError:
        return None
    if not isinstance(line, dict):
        return None
    if line.get("level") == "ERROR":
        return Outcome(error=str(line.get("error_type") or line.get("exception_name") or "unknown"))
    return Outcome() if line.get("outcome") == SUCCEEDED else None
