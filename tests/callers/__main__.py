"""Prints the table of routes and callers: ``python -m tests.callers``."""

from __future__ import annotations

from tests.callers.table import written

print(written(), end="")
