"""Missing: one thing that is missing for a service, or does not fit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """``part`` is card, program, contracts, tests, examples, design, pages or ledger."""

    part: str
    what: str
    remedy: str
