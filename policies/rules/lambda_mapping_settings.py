"""AWS Lambda's event source mappings: batches that fail in part, and the limits of streams."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.event_sources import Source, source_of

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"
API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"

PARTIAL = "ReportBatchItemFailures"
# What Lambda takes of a mapping, and what it sets itself: the API's page.
OF_BATCHES = {"batchSize": (1, 10_000), "maximumBatchingWindowInSeconds": (0, 300)}
LIMITS = {
    Source.STREAM: {
        **OF_BATCHES,
        "parallelizationFactor": (1, 10),
        "tumblingWindowInSeconds": (0, 900),
    },
    Source.QUEUE: {**OF_BATCHES, "scalingConfig.maximumConcurrency": (2, 1000)},
}
# So many messages a poll brings at once.
WITHOUT_WINDOW = 10


@rule(
    "lambda-event-source-mapping-partial-response",
    "A function says which messages of its batch failed",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy=f"Set function_response_types to {PARTIAL}, and return the ids that failed as "
    "batchItemFailures",
    documentation=f"{GUIDE}/services-sqs-errorhandling.html",
)
def mapping_reports_failures(mapping: Resource) -> Iterator[str]:
    """Otherwise one message that fails has the whole batch processed again, with those that are
    done, until all of them are given up."""
    if source_of(mapping) not in (Source.QUEUE, Source.STREAM) or mapping.get("batchSize") == 1:
        return
    if PARTIAL not in mapping.get("functionResponseTypes", []):
        yield "a batch fails as a whole"


@rule(
    "lambda-event-source-mapping-bisect",
    "A batch of a stream that fails is halved",
    about=lambda_.EventSourceMapping,
    severity=Severity.MEDIUM,
    remedy="Set bisect_batch_on_function_error to True",
    documentation=f"{GUIDE}/services-kinesis-errors.html",
)
def stream_mapping_bisects(mapping: Resource) -> Iterator[str]:
    """A record at which the function ends without a response is then alone at last, and the others
    are processed; without that all of its batch are given up."""
    if source_of(mapping) is Source.STREAM and not mapping.get("bisectBatchOnFunctionError"):
        yield "a batch is retried whole"


@rule(
    "lambda-event-source-mapping-retry-limit",
    "A batch of a stream is not retried until its records expire",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy="Set maximum_retry_attempts to a number from 0",
    documentation=f"{GUIDE}/services-kinesis-errors.html",
)
def stream_mapping_gives_up(mapping: Resource) -> Iterator[str]:
    """A batch that keeps failing holds up its shard until its records expire, a day and more."""
    if source_of(mapping) is not Source.STREAM:
        return
    if mapping.get("maximumRetryAttempts", -1) < 0:
        yield "a batch that fails is retried without end"


@rule(
    "lambda-event-source-mapping-limits",
    "Batches, windows, parallelization and concurrency of a source are within Lambda's limits",
    about=lambda_.EventSourceMapping,
    severity=Severity.LOW,
    remedy="Choose values that Lambda takes",
    documentation=API,
)
def mapping_is_within_limits(mapping: Resource) -> Iterator[str]:
    """Lambda refuses the mapping when the update is half done; the preview can say so before."""
    for name, (least, most) in LIMITS.get(source_of(mapping), {}).items():
        given = mapping.get(name)
        if given is not None and not least <= given <= most:
            yield f"{name} must be {least} to {most}, and is {given:g}"
    large = source_of(mapping) is Source.QUEUE and mapping.get("batchSize", 0) > WITHOUT_WINDOW
    if large and not mapping.get("maximumBatchingWindowInSeconds"):
        yield f"a batch of more than {WITHOUT_WINDOW} messages needs a window"


RULES = (
    mapping_reports_failures,
    stream_mapping_bisects,
    stream_mapping_gives_up,
    mapping_is_within_limits,
)
