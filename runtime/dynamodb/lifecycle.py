"""Lifecycle: rows that are inserted once and then move from status to status.

Several consumers work on the same row, and messages come twice: a row is inserted unless it is
present, a transition is conditional on the present status, and both return the row as it is then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from runtime.dynamodb.rows import to_item
from runtime.dynamodb.table import ConditionFailed, Item, Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


@dataclass(frozen=True, kw_only=True)
class LifecycleTable(Generic[R]):
    """A table whose rows have the partition key ``key`` and an attribute ``status``.

    ``read`` converts an item of the table to a row.
    """

    table: Table
    key: str
    read: Callable[[Item], R]

    def find(self, key: str) -> R | None:
        """The row under a key (a consistent read), or None."""
        item = self.table.get({self.key: key})
        return None if item is None else self.read(item)

    def insert(self, row: R) -> tuple[R, bool]:
        """Write a row unless there is one under its key.

        Returns the row that is in the table then, and whether this call wrote it.
        """
        item = to_item(row)
        try:
            self.table.put(item, when=f"attribute_not_exists(#{self.key})")
        except ConditionFailed as failed:
            return self._present(item[self.key], failed), False
        return row, True

    def transition(
        self,
        key: str,
        change: DataclassInstance,
        *,
        sources: Collection[str],
        unless: Mapping[str, Any] | None = None,
    ) -> tuple[R, bool]:
        """Change a row whose status is one of ``sources``.

        The fields of ``change`` that are not ``None`` are written. ``unless`` are attributes with
        a value at which the row stays as it is. Returns the row that is in the table then, and
        whether this call changed it; raises ``LookupError`` if there is none.
        """
        update = to_item(change)
        before = {f"from{status.capitalize()}": status for status in sources}
        other = {f"unless{name.capitalize()}": name for name in unless or {}}
        conditions = [
            " OR ".join(f"#status = :{mark}" for mark in before),
            *[f"attribute_not_exists(#{name}) OR #{name} <> :{m}" for m, name in other.items()],
        ]
        values = {**update, **before, **{m: (unless or {})[name] for m, name in other.items()}}
        try:
            item = self.table.update(
                {self.key: key},
                "SET " + ", ".join(f"#{name} = :{name}" for name in update),
                values,
                when=" AND ".join(f"({condition})" for condition in conditions),
            )
        except ConditionFailed as failed:
            return self._present(key, failed), False
        return self.read(item), True

    def _present(self, key: str, failed: ConditionFailed) -> R:
        """The row that made a condition fail."""
        if failed.item is None:
            raise LookupError(f"{self.table.name} has no row {key}")
        return self.read(failed.item)
