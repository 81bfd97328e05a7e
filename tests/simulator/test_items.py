"""Items of maps: distributed ones read files, hand out batches, and tolerate failures."""

from __future__ import annotations

import pytest

from components.workflow.definition import Definition
from components.workflow.distributed import CsvFile, DistributedMap
from tests.components.asl import task
from tests.simulator.failures import Unsupported
from tests.simulator.simulator import simulate
from tests.simulator.stubs import Fails, Takes

FILE = CsvFile(bucket="arn:aws:s3:::theirs", key="$.key")
EACH = Definition((task("Do"),))


def ran(given, stubs, **changes):
    state = {"items": "$.items", "each": EACH, "max_concurrency": 2}
    every = DistributedMap("Every", **{**state, **changes})
    # Step Functions reads the bucket's name; a test of the component compares it.
    definition = {"StartAt": "Every", "States": {"Every": plain(every.render())}}
    return simulate(definition, given, stubs)


def plain(rendered):
    """The state without outputs, which are known after deployment only."""
    reader = rendered.get("ItemReader")
    if reader is None:
        return rendered
    return {**rendered, "ItemReader": {**reader, "Parameters": {"Key.$": "$.key"}}}


def test_child_executions_run_as_many_at_once_as_the_map_says():
    run = ran({"items": [1, 2, 3]}, {"Do": lambda n: Takes(5, n)})
    assert (run.output, run.seconds, run.max_concurrency) == ([1, 2, 3], 10, {"Every": 2})


def test_the_rows_of_a_file_are_the_stub_of_the_map():
    run = ran({"key": "a"}, {"Every": lambda asked: [asked], "Do": lambda row: row}, items=FILE)
    assert run.output == [{"Key": "a"}]
    with pytest.raises(Unsupported, match="there is no stub for the items of Every"):
        ran({"key": "a"}, {}, items=FILE)


def test_a_child_execution_gets_a_batch():
    selector = {"n.$": "$$.Map.Item.Value", "of.$": "$.of"}
    run = ran({"items": [1, 2, 3], "of": "x"}, {"Do": {}}, batch=2, item_selector=selector)
    first = {"Items": [{"n": 1, "of": "x"}, {"n": 2, "of": "x"}]}
    assert run.payloads("Do") == [first, {"Items": [{"n": 3, "of": "x"}]}]


def fails(n):
    return Fails("Boom") if n == 2 else n


def test_failures_that_are_tolerated_leave_a_null():
    run = ran({"items": [1, 2, 3]}, {"Do": fails}, tolerated_failure_percentage=34)
    assert (run.status, run.output) == ("SUCCEEDED", [1, None, 3])


def test_more_failures_than_are_tolerated_fail_the_map():
    run = ran({"items": [1, 2, 3]}, {"Do": fails}, tolerated_failure_percentage=33)
    assert (run.status, run.error) == ("FAILED", "States.ExceedToleratedFailureThreshold")


def test_all_that_was_begun_ends_before_the_map_fails():
    run = ran({"items": [2, 1]}, {"Do": lambda n: fails(n) if n == 2 else Takes(9, n)})
    assert (run.status, run.seconds) == ("FAILED", 9)
