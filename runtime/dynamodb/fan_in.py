"""Fan-in: waits for several results in whatever order and however often, and ends exactly once."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.envelope import now
from runtime.dynamodb.table import ConditionFailed, Item, Table


class StepsUnknown(LookupError):
    """A result for something of which it is not known yet what it takes; it must come again."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What has arrived so far; only one caller ever is the one that completed it."""

    completed: tuple[str, ...]
    is_complete: bool
    is_first_completion: bool


@dataclass(frozen=True, kw_only=True)
class FanIn:
    """Keeps the progress in rows of a table, in attributes of these names.

    ``expected`` lists the steps of a row, ``arrived`` is the set of those that have come, and
    ``completed_at`` is the moment of the last of them.
    """

    table: Table
    key: str
    expected: str
    arrived: str
    completed_at: str

    def record_step(self, key: str, step: str) -> Progress:
        """Note that a step of this row has come; ``ValueError`` if it is none of its steps."""
        row = self._noted(key, step)
        expected = tuple(row[self.expected])
        is_complete = set(expected) <= row[self.arrived]
        is_first = is_complete and self.completed_at not in row and self._complete(key)
        return Progress(
            completed=tuple(name for name in expected if name in row[self.arrived]),
            is_complete=is_complete,
            is_first_completion=is_first,
        )

    def _noted(self, key: str, step: str) -> Item:
        try:
            return self.table.update(
                {self.key: key},
                f"ADD #{self.arrived} :arrived",
                {"arrived": {step}, "step": step},
                when=f"contains(#{self.expected}, :step)",
            )
        except ConditionFailed as failed:
            expected = (failed.item or {}).get(self.expected)
        if expected is None:
            raise StepsUnknown(f"it is not known yet what {key} waits for, got {step}")
        raise ValueError(f"{key} waits for {', '.join(expected)}, got {step}")

    def _complete(self, key: str) -> bool:
        try:
            self.table.update(
                {self.key: key},
                f"SET #{self.completed_at} = :moment",
                {"moment": now()},
                when=f"attribute_not_exists(#{self.completed_at})",
            )
        except ConditionFailed:
            return False
        return True
