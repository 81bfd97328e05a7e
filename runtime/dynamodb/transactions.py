"""Transactions: several writes of which all succeed or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.dynamodb.attributes import deserialize_item
from runtime.retry import with_retries

# Of two transactions on one item at the same time DynamoDB cancels one; a retry succeeds.
ATTEMPTS = 6

CONDITION = "ConditionalCheckFailed"
# Another transaction on an item, or throttling.
RETRYABLE = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class TransactionConflict(Exception):
    """DynamoDB cancelled the transaction for a passing cause, in every attempt."""


@dataclass(frozen=True)
class FailedCondition:
    """A write whose condition failed: its index among the writes, and the item that was there."""

    index: int
    item: Mapping[str, Any] | None


class TransactionCancelled(Exception):
    """At least one condition failed, so nothing was written."""

    def __init__(self, failed_conditions: list[FailedCondition]) -> None:
        super().__init__(
            f"the conditions of writes {[each.index for each in failed_conditions]} failed"
        )
        self.failed_conditions = failed_conditions


def transact_write(writes: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Write all of ``("Put", table.put_request(...))``, ``("Update", ...)`` and
    ``("Delete", ...)``, or none.

    Raises ``TransactionCancelled`` with the conditions that failed, ``TransactionConflict`` after
    several attempts.
    """
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
    failed = [
        FailedCondition(index, deserialize_item(reason["Item"]) if reason.get("Item") else None)
        for index, reason in enumerate(reasons)
        if reason.get("Code") == CONDITION
    ]
    if failed:
        return TransactionCancelled(failed)
    codes = {str(reason.get("Code")) for reason in reasons} - {"None"}
    if codes & RETRYABLE:
        return TransactionConflict(f"transaction cancelled: {', '.join(sorted(codes))}")
    return RuntimeError(f"transaction cancelled: {', '.join(sorted(codes)) or 'without a reason'}")
