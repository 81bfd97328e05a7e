"""Distributed map: runs a branch for every item of a list or a file in an execution of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from components.access import Access
from components.arn import read
from components.references import AnyBucket, BucketRef
from components.workflow.definition import Definition
from components.workflow.errors import Catch, Retry, caught, check_order
from components.workflow.integrations import integration_of
from components.workflow.states import leads, paths

# https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
MAX_CONCURRENCY = 10_000
MAX_BATCH = 1_000_000
MAX_LABEL = 40

READ_OBJECT = "s3:getObject"


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """The rows of a CSV file as items, each an object by the names in the first line."""

    bucket: AnyBucket
    """The bucket: ours, ``aws.s3.Bucket`` or its ARN."""

    key: str
    """The path of the object's key in the input, as ``$.key``."""

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grant to read objects of the bucket."""
        return (BucketRef.of(self.bucket).read(),)

    def render(self) -> dict[str, Any]:
        """The item reader in Amazon States Language."""
        bucket = BucketRef.of(self.bucket)
        return {
            "Resource": read(bucket.arn, partial(integration_of, READ_OBJECT)),
            "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            "Parameters": {"Bucket": bucket.name, "Key.$": self.key},
        }


@dataclass(frozen=True, kw_only=True)
class DistributedMap:
    """Runs one branch for every item, or for every ``batch`` of items, each in a child execution;
    its result is the list of their outputs, in order, which must fit in 256 KiB.

    For more items than the history of one execution has room for (25,000 events), more than 40 at
    once, or items in a file; a ``Map`` is simpler, and cheaper for few items.
    """

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    items: str | CsvFile
    """Path of the list in the input, as ``$.items``, or a file."""

    each: Definition
    """The branch that runs for an item or a batch."""

    max_concurrency: int
    """How many child executions run at the same time; 1 to 10,000."""

    batch: int | None = None
    """How many items a child execution gets, as the list ``Items`` of its input; at most 1,000,000.
    One, as its input, if not given."""

    express: bool = False
    """Whether the child executions are Express: cheaper, of less than five minutes each, and their
    states may run twice."""

    tolerated_failure_percentage: float = 0
    """How many of the items may fail, in percent, 0 to 100, before the state fails; the result of
    an item that failed is null."""

    next: str | None = None
    """The state that follows; the execution or branch ends here if not given."""

    item_selector: Mapping[str, Any] | None = None
    """Builds the input for an item, with the item as ``$$.Map.Item.Value``; the input is the item
    if not given."""

    retry: tuple[Retry, ...] = ()
    """Retries of the whole state. None if not given: the tasks inside have retries of their own."""

    catch: tuple[Catch, ...] = ()
    """Where errors lead to, once the retries are used up."""

    result_path: str | None = "$"
    """Where in the input the result is put; ``None`` drops it and passes the input on."""

    def __post_init__(self) -> None:
        _within(self.name, "max_concurrency", self.max_concurrency, 1, MAX_CONCURRENCY)
        if self.batch is not None:
            _within(self.name, "batch", self.batch, 1, MAX_BATCH)
        percentage = self.tolerated_failure_percentage
        _within(self.name, "tolerated_failure_percentage", percentage, 0, 100)
        if isinstance(self.items, str) and not self.items.startswith("$"):
            raise ValueError(f"{self.name}: items must be a path such as $.items, got {self.items}")
        check_order(self.name, self.retry)
        check_order(self.name, self.catch)

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants that the tasks of a child execution need, and the one to read the file."""
        read = () if isinstance(self.items, str) else self.items.uses
        return (*read, *self.each.uses)

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language; its label, a part of the child executions' ARNs, is
        its name without what a label may not have.
        """
        kind = "EXPRESS" if self.express else "STANDARD"
        return {
            "Type": "Map",
            "Label": "".join(each for each in self.name if each.isalnum())[:MAX_LABEL],
            **self._source(),
            "MaxConcurrency": self.max_concurrency,
            **({} if self.batch is None else {"ItemBatcher": {"MaxItemsPerBatch": self.batch}}),
            **({} if self.item_selector is None else {"ItemSelector": self.item_selector}),
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind},
                **self.each.render(),
            },
            "ToleratedFailurePercentage": self.tolerated_failure_percentage,
            **({"Retry": [each.render() for each in self.retry]} if self.retry else {}),
            **({"Catch": caught(self.catch)} if self.catch else {}),
            **paths("$", None, self.result_path, "$"),
            **leads(self.next),
        }

    def _source(self) -> dict[str, Any]:
        if isinstance(self.items, str):
            return {"ItemsPath": self.items}
        return {"ItemReader": self.items.render()}


def _within(name: str, what: str, value: float, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name}: {what} must be between {low} and {high:,}, got {value:g}")
