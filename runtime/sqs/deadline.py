"""Deadline: how much longer an invocation may take, as Lambda says."""

from __future__ import annotations

import math
from typing import Any


def remaining_seconds(context: Any) -> float:
    """The time until Lambda ends this invocation; no end where there is no Lambda."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return remaining() / 1000 if remaining else math.inf
