"""Stream counters: figures of a stream in a table, in which each record is counted once.

Lambda delivers records at least once. With the counters the last sequence number that was counted
is written, by shard, in one transaction: a record that comes again is at or below it. That needs
the records of a shard in order, hence a mapping with a parallelization of 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias, TypeVar

from runtime.dynamodb.table import Table
from runtime.dynamodb.transactions import transact_write
from runtime.streams.received import Received

T = TypeVar("T")

# What a record adds: amounts by the key of a counter and its attribute.
Amounts: TypeAlias = Mapping[tuple[str, str], int]

# A transaction has 100 writes at most, of which one is the checkpoint.
COUNTERS_AT_ONCE = 99
# Sequence numbers have up to 56 digits, more than a number of DynamoDB; as texts of one length they
# are in the same order.
DIGITS = 64


class Counters:
    """The counters of one consumer, in a table whose key is ``pk``: the rows ``<consumer>#<key>``,
    and a checkpoint for each shard, ``<consumer>#shard#<shard>``.
    """

    def __init__(self, table: Table, consumer: str) -> None:
        self._table, self._consumer = table, consumer

    def count(self, records: Sequence[Received[T]], amounts_of: Callable[[T], Amounts]) -> None:
        """Add the amounts of those records that were not counted yet; all of a shard or none."""
        for shard, of_shard in groupby(records, key=lambda record: record.shard):
            self._count_shard(shard, list(of_shard), amounts_of)

    def read(self, key: str) -> Mapping[str, Any]:
        """The counters under a key; empty before the first record."""
        found = self._table.get({"pk": f"{self._consumer}#{key}"}) or {}
        return {name: value for name, value in found.items() if name != "pk"}

    def _count_shard(
        self, shard: str, records: Sequence[Received[T]], amounts_of: Callable[[T], Amounts]
    ) -> None:
        row = self._table.get({"pk": self._checkpoint(shard)})
        counted = int(row["counted"]) if row else -1
        batch: list[tuple[int, Amounts]] = []
        for record in records:
            if record.number <= counted:
                continue
            amounts = amounts_of(record.value)
            if batch and len(_keys([*batch, (record.number, amounts)])) > COUNTERS_AT_ONCE:
                counted = self._write(shard, counted, batch)
                batch = []
            batch.append((record.number, amounts))
        if batch:
            self._write(shard, counted, batch)

    def _write(self, shard: str, before: int, batch: Sequence[tuple[int, Amounts]]) -> int:
        """Add the amounts and move the checkpoint, or neither; returns the new checkpoint.

        Another invocation may have moved it: then the transaction is cancelled, and the batch is
        delivered again.
        """
        last = batch[-1][0]
        sums: Counter[tuple[str, str]] = Counter()
        for _, amounts in batch:
            sums.update(amounts)
        is_as_before = "#counted = :before" if before >= 0 else "attribute_not_exists(#counted)"
        known = {"before": _text(before)} if before >= 0 else {}
        checkpoint = self._table.update_request(
            {"pk": self._checkpoint(shard)},
            "SET #counted = :counted",
            {"counted": _text(last), **known},
            when=is_as_before,
        )
        transact_write([("Update", checkpoint), *self._additions(sums)])
        return last

    def _additions(
        self, sums: Mapping[tuple[str, str], int]
    ) -> Iterable[tuple[str, Mapping[str, Any]]]:
        for key in _keys([(0, sums)]):
            own = {name: amount for (of, name), amount in sums.items() if of == key}
            change = "ADD " + ", ".join(f"#{name} :{name}" for name in own)
            row = {"pk": f"{self._consumer}#{key}"}
            yield "Update", self._table.update_request(row, change, own)

    def _checkpoint(self, shard: str) -> str:
        return f"{self._consumer}#shard#{shard}"


def _keys(batch: Iterable[tuple[int, Amounts]]) -> list[str]:
    """The counters' keys, each once, in order."""
    return list(dict.fromkeys(key for _, amounts in batch for key, _ in amounts))


def _text(number: int) -> str:
    return f"{number:0{DIGITS}}"
