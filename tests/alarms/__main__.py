"""Prints the table of situations and alarms: ``python -m tests.alarms``."""

from __future__ import annotations

from tests.alarms.table import written

print(written(), end="")
