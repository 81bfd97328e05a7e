"""Transactions: several writes of which all happen or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.dynamodb.attributes import deserialize_item
from runtime.retry import with_retries

# Two transactions on one item make one of them fail, which is nobody's fault and soon over.
ATTEMPTS = 6

CONDITION = "ConditionalCheckFailed"
# Passing faults: another transaction on an item, or more of them than the table takes at once.
RETRYABLE = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class TransactionConflict(Exception):
    """Another write held one of the items, even after some patience."""


@dataclass(frozen=True)
class FailedCondition:
    """The write at this place whose condition does not hold, and what stands there."""

    place: int
    item: Mapping[str, Any] | None


class TransactionCancelled(Exception):
    """Some conditions do not hold, so no write happened; each objection says which."""

    def __init__(self, objections: list[FailedCondition]) -> None:
        super().__init__(f"conditions do not hold of writes {[o.place for o in objections]}")
        self.failed_conditions = objections


def transact_write(writes: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Write all of ``("Put", table.putting(...))`` or ``("Update", …)``, or raise."""
    items = [{kind: dict(write)} for kind, write in writes]

    def attempt() -> None:
        try:
            client("dynamodb").transact_write_items(TransactItems=items)
        except Exception as error:
            if error_code(error) != "TransactionCanceledException":
                raise
            raise _cause(getattr(error, "response", {}).get("CancellationReasons", [])) from error

    with_retries(attempt, TransactionConflict, attempts=ATTEMPTS)


def _cause(reasons: Sequence[Mapping[str, Any]]) -> Exception:
    objections = [
        FailedCondition(place, deserialize_item(reason["Item"]) if reason.get("Item") else None)
        for place, reason in enumerate(reasons)
        if reason.get("Code") == CONDITION
    ]
    if objections:
        return TransactionCancelled(objections)
    codes = {str(reason.get("Code")) for reason in reasons} - {"None"}
    if codes & RETRYABLE:
        return TransactionConflict(f"not now: {', '.join(sorted(codes))}")
    return RuntimeError(f"transaction cancelled: {', '.join(sorted(codes)) or 'without a reason'}")
