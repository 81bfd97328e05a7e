"""Made: a small stack of plain resources, and usages for it."""

from __future__ import annotations

import json
from typing import Any

from cost import kinds
from cost.stack import Plain
from cost.usage import Usage


def resource(kind: str, name: str, refers: dict[str, list[Plain]] | None = None, **inputs: Any):
    """A resource whose properties refer to others."""
    found = {key: [each.urn for each in many] for key, many in (refers or {}).items()}
    return Plain(
        type=kind,
        name=name,
        urn=f"urn::{kind}::{name}",
        inputs=inputs,
        property_dependencies=found,
    )


def queue_and_function(**mapping: Any) -> list[Plain]:
    """A rule that feeds a function by a queue; the function reads and writes a table."""
    table = resource(kinds.TABLE, "items", billingMode="PAY_PER_REQUEST")
    role = resource("aws:iam/role:Role", "work-role")
    arn = "arn:aws:dynamodb:eu-west-1:1:table/items"
    allowed = {"Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": [arn]}
    policy = resource(
        kinds.ROLE_POLICY,
        "work-policy",
        {"role": [role], "policy": [table]},
        policy=json.dumps({"Statement": [allowed]}),
    )
    function = resource(
        kinds.FUNCTION, "work", {"role": [role]}, memorySize=512.0, architectures=["arm64"]
    )
    queue = resource(kinds.QUEUE, "jobs")
    source = resource(
        kinds.MAPPING,
        "work-source",
        {"eventSourceArn": [queue], "functionName": [function]},
        **{"batchSize": 10.0, **mapping},
    )
    bus = resource(kinds.BUS, "bus")
    rule = resource(kinds.RULE, "placed", eventPattern=json.dumps({"detail-type": ["Placed"]}))
    target = resource(kinds.RULE_TARGET, "placed-target", {"rule": [rule], "arn": [queue]})
    return [table, role, policy, function, queue, source, bus, rule, target]


def usage(**changes: Any) -> Usage:
    """A thousand, a million and ten million of something."""
    volumes = {"low": 1000, "expected": 1_000_000, "high": 10_000_000}
    return Usage(**{"text": "a test", "unit": "order", "volumes": volumes, **changes})
