"""Small stacks to show the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, sqs

from policies.graph import token
from policies.seen import Seen

ARN = "arn:aws:{}:eu-west-1:123456789012:{}"


def seen(
    kind: type[pulumi.Resource],
    called: str,
    /,
    refers: Mapping[str, Iterable[Seen]] | None = None,
    stack: str = "dev",
    **properties: Any,
) -> Seen:
    """A resource whose property dependencies are the resources in ``refers``."""
    return Seen(
        type=token(kind),
        name=called,
        urn=f"urn:pulumi:{stack}::platform::{token(kind)}::{called}",
        properties=properties,
        property_dependencies={
            key: tuple(target.urn for target in targets) for key, targets in (refers or {}).items()
        },
    )


def arn(service: str, name: str) -> str:
    return ARN.format(service, name)


def dead_letters(name: str = "failed", **properties: Any) -> Seen:
    return seen(sqs.Queue, name, arn=arn("sqs", name), **properties)


def redriven_to(target: Seen, name: str = "work", tries: int = 3, **properties: Any) -> Seen:
    """A queue whose messages go to ``target`` after so many tries."""
    redrive = {"deadLetterTargetArn": target.properties["arn"], "maxReceiveCount": tries}
    return seen(
        sqs.Queue,
        name,
        refers={"redrivePolicy": [target]},
        arn=arn("sqs", name),
        redrivePolicy=json.dumps(redrive),
        **properties,
    )


def alarm(of: Seen, metric: str, by: str, *, also: Iterable[Seen] = (), **properties: Any) -> Seen:
    """An alarm on one metric, ``AWS/SQS:Age``, of a resource that the dimension ``by`` names."""
    namespace, _, name = metric.partition(":")
    return seen(
        cloudwatch.MetricAlarm,
        f"{of.name}-{name}",
        refers={"dimensions": [of, *also]},
        **{
            "namespace": namespace,
            "metricName": name,
            "dimensions": {by: arn("unknown-at-preview", of.name)},
            "comparisonOperator": "GreaterThanThreshold",
            "threshold": 0.0,
            "alarmActions": [arn("sns", "alarms")],
            **properties,
        },
    )


def rate_alarm(
    of: Seen,
    namespace: str,
    part: str,
    whole: str,
    *,
    by: str,
    scale: str = "100 * ",
    **changes: Any,
) -> Seen:
    """An alarm on the share of ``part`` in ``whole``."""
    queries = [
        {
            "id": each[0].lower() + each[1:],
            "metric": {
                "namespace": namespace,
                "metricName": each,
                "dimensions": {by: arn("x", "y")},
            },
        }
        for each in (part, whole)
    ]
    expression = f"{scale}{queries[0]['id']} / MAX([{queries[0]['id']}, {queries[1]['id']}])"
    return seen(
        cloudwatch.MetricAlarm,
        f"{of.name}-rate",
        refers={"metricQueries": [of]},
        **{
            "metricQueries": [{"id": "rate", "expression": expression}, *queries],
            "comparisonOperator": "GreaterThanThreshold",
            "threshold": 1.0,
            **changes,
        },
    )
