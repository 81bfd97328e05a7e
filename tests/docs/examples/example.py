"""Example: one request and its response for a route."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contracts.contract import Contract


@dataclass(frozen=True, kw_only=True)
class Example:
    """``path`` replaces the route's where a shell variable stands for what only a run can know.

    ``answer`` is what the response is made of, as ``openapi.answers.Schemas.of`` takes it; without
    one every response has exactly the fields of this one. ``unchecked`` says why no deployed stage
    gives the response in a test.
    """

    response: Any
    answer: Any = None
    body: Contract | None = None
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    unchecked: str = ""


# The order that the examples of several services are about.
ORDER = "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4"
DAY, PLACED_AT = "2026-11-28", "2026-11-28T09:05:52.060Z"
