"""Remaining time of an invocation."""

from __future__ import annotations

import math
from typing import Any


def remaining_seconds(context: Any) -> float:
    """The time until Lambda ends this invocation; infinite outside of Lambda."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return remaining() / 1000 if remaining else math.inf
