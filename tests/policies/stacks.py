"""Resources of small stacks, as rules see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, sqs

from policies.framework.graph import token
from policies.framework.resource import Resource

ARN = "arn:aws:{}:eu-west-1:123456789012:{}"


def resource(
    kind: type[pulumi.Resource],
    called: str,
    /,
    refers: Mapping[str, Iterable[Resource]] | None = None,
    stack: str = "dev",
    **properties: Any,
) -> Resource:
    """A resource whose property dependencies are the resources in ``refers``."""
    return Resource(
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


def dead_letter_queue(name: str = "failed", **properties: Any) -> Resource:
    return resource(sqs.Queue, name, arn=arn("sqs", name), **properties)


def redriven_to(
    target: Resource, name: str = "work", receives: int = 3, **properties: Any
) -> Resource:
    """A queue whose messages go to ``target`` after so many receives."""
    redrive = {"deadLetterTargetArn": target.properties["arn"], "maxReceiveCount": receives}
    return resource(
        sqs.Queue,
        name,
        refers={"redrivePolicy": [target]},
        arn=arn("sqs", name),
        redrivePolicy=json.dumps(redrive),
        **properties,
    )


def alarm(
    of: Resource, metric: str, by: str, *, also: Iterable[Resource] = (), **properties: Any
) -> Resource:
    """An alarm on one metric, ``AWS/SQS:Age``, of a resource that the dimension ``by`` names."""
    namespace, _, name = metric.partition(":")
    return resource(
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
    of: Resource,
    namespace: str,
    part: str,
    whole: str,
    *,
    by: str,
    scale: str = "100 * ",
    **changes: Any,
) -> Resource:
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
    return resource(
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


def error_rate(of: Resource, **changes: Any) -> Resource:
    """An alarm on the error rate of a function."""
    return rate_alarm(of, "AWS/Lambda", "Errors", "Invocations", by="FunctionName", **changes)


def failure_rate(of: Resource, **changes: Any) -> Resource:
    """An alarm on the share of a state machine's executions that fail."""
    return rate_alarm(
        of, "AWS/States", "ExecutionsFailed", "ExecutionsStarted", by="StateMachineArn", **changes
    )


def first_failure(of: Resource, metric: str = "ExecutionsFailed", **changes: Any) -> Resource:
    """An alarm on the first execution of a state machine that fails in a period."""
    one_period = {"evaluationPeriods": 1, **changes}
    return alarm(of, f"AWS/States:{metric}", "StateMachineArn", **one_period)
