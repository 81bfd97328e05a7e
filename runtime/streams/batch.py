"""Batch: processes the records of a stream in order, and answers with a partial batch response.

The response names the first record that is not done; Lambda delivers it and those behind it again,
and none before it. So what is behind a record waits for it, but not for long: one that cannot be
decoded is kept in the dead-letter queue of the stream at once, one that fails otherwise after
``TRIES``, and the batch goes on behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar

from runtime.observability import count_answered_failure, invocation, logger
from runtime.outcomes import FAILED
from runtime.streams import failed_records
from runtime.tracing import subsegment

T = TypeVar("T")

Record: TypeAlias = Mapping[str, Any]

# How often a record is processed before it is kept. Lambda does not say how often it has delivered
# a record; the count is that of the execution environment, which gets all batches of its shard in
# turn. A new one counts from 0, up to the maximum retries of the event source mapping.
TRIES = 3
# The key of an event of ``platform redrive``: what fails is raised, and not kept once more.
REDRIVE = "redrive"

# Failures of records that another environment has done are dropped at this number of them.
MOST_FAILURES = 1_000


@dataclass(frozen=True)
class Entry(Generic[T]):
    """A record, what was decoded from it, and the correlation id that was found in it."""

    record: Record
    value: T
    correlation_id: str | None = None


@dataclass(frozen=True)
class Left(Generic[T]):
    """What is not done of some entries, in their order, and why the first of them is not: an error,
    or None if there was no time for it.
    """

    entries: Sequence[Entry[T]] = ()
    error: Exception | None = None


# Raises for a record that cannot be decoded; None for one that there is nothing to do for.
Decode: TypeAlias = Callable[[Record], T | None]
# Does the work of some entries in their order; it raises nothing, and tries at least the first.
Perform: TypeAlias = Callable[[Sequence[Entry[T]]], Left[T]]


def process_batch(
    event: Mapping[str, Any], context: Any, decode: Decode[T], perform: Perform[T]
) -> dict[str, Any]:
    """Decode every record and have them performed in order; returns the partial batch response.

    An invocation in which a record failed counts as failed. The records of a redrive raise their
    error, so that it is the result of the invocation.
    """
    with invocation(context):
        batch = _Batch(decode, perform, is_redrive=bool(event.get(REDRIVE)))
        resume_at = batch.run(event["Records"])
        if batch.has_failed:
            count_answered_failure(context)
    return {"batchItemFailures": [{"itemIdentifier": resume_at}] if resume_at else []}


def sequence_number(record: Record) -> str:
    """The position of a record in its shard."""
    if "kinesis" in record:
        return str(record["kinesis"]["sequenceNumber"])
    return str(record["dynamodb"]["SequenceNumber"])


@cache
def _failures() -> dict[str, int]:
    """How often records have failed in this execution environment, by their ids."""
    return {}


class _Batch(Generic[T]):
    """One batch; its methods return the sequence number to go on at, None if all is done."""

    def __init__(self, decode: Decode[T], perform: Perform[T], *, is_redrive: bool) -> None:
        self._decode, self._perform, self._is_redrive = decode, perform, is_redrive
        self.has_failed = False

    def run(self, records: Sequence[Record]) -> str | None:
        waiting: list[Entry[T]] = []
        for record in records:
            logger.set_correlation_id(None)
            try:
                with subsegment("record"):
                    value = self._decode(record)
            except Exception as error:
                self._log(record, error)
                # In order: a record that is kept before one that comes again would be kept twice.
                if resume_at := self._flush(waiting) or self._keep(record, error):
                    return resume_at
                waiting = []
                continue
            if value is not None:
                waiting.append(Entry(record, value, logger.get_correlation_id()))
        return self._flush(waiting)

    def _flush(self, waiting: Sequence[Entry[T]]) -> str | None:
        while waiting:
            left = self._perform(waiting)
            if not left.entries:
                return None
            first = left.entries[0].record
            logger.set_correlation_id(left.entries[0].correlation_id)
            if left.error is None:
                logger.info("no time left", unprocessed=len(left.entries))
                return sequence_number(first)
            self._log(first, left.error)
            if self._is_tried_again(first):
                return sequence_number(first)
            if resume_at := self._keep(first, left.error):
                return resume_at
            waiting = left.entries[1:]
        return None

    def _is_tried_again(self, record: Record) -> bool:
        failures, name = _failures(), record["eventID"]
        if len(failures) > MOST_FAILURES:
            failures.clear()
        failures[name] = failures.get(name, 0) + 1
        return failures[name] < TRIES

    def _keep(self, record: Record, error: Exception) -> str | None:
        try:
            failed_records.keep(record, error)
        except Exception as reason:
            self._log(record, reason)
            return sequence_number(record)
        _failures().pop(record["eventID"], None)
        return None

    def _log(self, record: Record, error: Exception) -> None:
        """To be called where the error is handled; raises it if the record is redriven."""
        if self._is_redrive:
            raise error
        self.has_failed = True
        logger.error(
            "record failed",
            exc_info=error,
            outcome=FAILED,
            record_id=record["eventID"],
            error_type=type(error).__name__,
        )
