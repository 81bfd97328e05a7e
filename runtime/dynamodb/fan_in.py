"""Fan-in: counts the completed steps of a row; exactly one caller sees it become complete."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.envelope import now
from runtime.dynamodb.table import ConditionFailed, Item, Table


class StepsUnknown(LookupError):
    """The row does not list its steps yet; its message must be received again."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The completed steps; ``is_first_completion`` is true for one caller of each row only."""

    completed: tuple[str, ...]
    is_complete: bool
    is_first_completion: bool


@dataclass(frozen=True, kw_only=True)
class FanIn:
    """Keeps the progress of each row in attributes of its table, which have these names.

    ``expected`` lists the steps of a row, ``completed`` is the set of those that are done, and
    ``completed_at`` the time of the last one. Steps may complete in any order and more than once.
    """

    table: Table
    key: str
    expected: str
    completed: str
    completed_at: str

    def record_step(self, key: str, step: str) -> Progress:
        """Record that a step of a row is done.

        Raises ``ValueError`` if the row has no such step, ``StepsUnknown`` if it has none yet.
        """
        row = self._updated(key, step)
        expected = tuple(row[self.expected])
        is_complete = set(expected) <= row[self.completed]
        is_first = is_complete and self.completed_at not in row and self._complete(key)
        return Progress(
            completed=tuple(name for name in expected if name in row[self.completed]),
            is_complete=is_complete,
            is_first_completion=is_first,
        )

    def _updated(self, key: str, step: str) -> Item:
        try:
            return self.table.update(
                {self.key: key},
                f"ADD #{self.completed} :completed",
                {"completed": {step}, "step": step},
                when=f"contains(#{self.expected}, :step)",
            )
        except ConditionFailed as failed:
            expected = (failed.item or {}).get(self.expected)
        if expected is None:
            raise StepsUnknown(f"the steps of {key} are not known yet, got {step}")
        raise ValueError(f"the steps of {key} are {', '.join(expected)}, got {step}")

    def _complete(self, key: str) -> bool:
        try:
            self.table.update(
                {self.key: key},
                f"SET #{self.completed_at} = :now",
                {"now": now()},
                when=f"attribute_not_exists(#{self.completed_at})",
            )
        except ConditionFailed:
            return False
        return True
