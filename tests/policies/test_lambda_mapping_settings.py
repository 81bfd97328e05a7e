"""Rules on the settings of event source mappings: what they allow and what they refuse."""

from __future__ import annotations

import pytest
from pulumi_aws import lambda_ as aws

from policies.framework.resource import UNKNOWN
from policies.rules import lambda_mapping_settings as rules
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource

QUEUE, KINESIS = arn("sqs", "work"), arn("kinesis", "stream/clicks")
TABLE_STREAM = arn("dynamodb", "table/orders/stream/2026")
PARTIAL = {"functionResponseTypes": ["ReportBatchItemFailures"]}


def mapping(source, **properties):
    position = {} if source == QUEUE else {"startingPosition": "LATEST"}
    return resource(
        aws.EventSourceMapping, "m", eventSourceArn=source, **{**position, **properties}
    )


ALLOWED = {
    rules.mapping_reports_failures: {
        "a queue": [mapping(QUEUE, **PARTIAL)],
        "a stream": [mapping(KINESIS, **PARTIAL)],
        "one message at a time": [mapping(QUEUE, batchSize=1.0)],
        "Kafka, which has no such response": [mapping(UNKNOWN, topics=["orders"])],
    },
    rules.stream_mapping_bisects: {
        "a stream": [mapping(TABLE_STREAM, bisectBatchOnFunctionError=True)],
        "a queue": [mapping(QUEUE)],
    },
    rules.stream_mapping_gives_up: {
        "after ten retries": [mapping(KINESIS, maximumRetryAttempts=10.0)],
        "at once": [mapping(KINESIS, maximumRetryAttempts=0.0)],
        "a queue": [mapping(QUEUE)],
    },
    rules.mapping_is_within_limits: {
        "what Lambda sets": [mapping(KINESIS)],
        "the most": [
            mapping(
                KINESIS,
                batchSize=10_000.0,
                maximumBatchingWindowInSeconds=300.0,
                parallelizationFactor=10.0,
                tumblingWindowInSeconds=900.0,
            )
        ],
        "a queue": [mapping(QUEUE)],
        "ten messages of a queue": [mapping(QUEUE, batchSize=10.0)],
        "the most of a queue": [
            mapping(
                QUEUE,
                batchSize=10_000.0,
                maximumBatchingWindowInSeconds=300.0,
                scalingConfig={"maximumConcurrency": 1000.0},
            )
        ],
        "many records of a stream at once": [mapping(KINESIS, batchSize=1000.0)],
        "Kafka, whose limits are others": [mapping(UNKNOWN, topics=["orders"], batchSize=0.0)],
    },
}
REFUSED = {
    rules.mapping_reports_failures: {
        "a queue": [mapping(QUEUE)],
        "a stream": [mapping(TABLE_STREAM, functionResponseTypes=[])],
    },
    rules.stream_mapping_bisects: {
        "nothing is set": [mapping(KINESIS)],
        "it is off": [mapping(TABLE_STREAM, bisectBatchOnFunctionError=False)],
    },
    rules.stream_mapping_gives_up: {
        "nothing is set": [mapping(KINESIS)],
        "without end": [mapping(TABLE_STREAM, maximumRetryAttempts=-1.0)],
    },
    rules.mapping_is_within_limits: {
        "a window of a queue": [mapping(QUEUE, maximumBatchingWindowInSeconds=301.0)],
        "many messages without a window": [mapping(QUEUE, batchSize=11.0)],
        "many messages with a window of nothing": [
            mapping(QUEUE, batchSize=11.0, maximumBatchingWindowInSeconds=0.0)
        ],
        "one invocation at a time": [mapping(QUEUE, scalingConfig={"maximumConcurrency": 1.0})],
        "a batch": [mapping(KINESIS, batchSize=10_001.0)],
        "a window": [mapping(KINESIS, maximumBatchingWindowInSeconds=301.0)],
        "parallelization": [mapping(TABLE_STREAM, parallelizationFactor=11.0)],
        "no parallelization": [mapping(TABLE_STREAM, parallelizationFactor=0.0)],
        "a tumbling window": [mapping(KINESIS, tumblingWindowInSeconds=901.0)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize("name", ["batchSize", "parallelizationFactor"])
def test_what_is_beyond_a_limit_is_named_with_the_limit(name):
    [found] = alone(rules.mapping_is_within_limits, [mapping(KINESIS, **{name: 99_999.0})])
    assert f"{name} must be 1 to " in found
    assert "and is 99999" in found
