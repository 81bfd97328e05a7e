"""Components of the package as a program in another language makes them."""

from __future__ import annotations

import json
from typing import Any

import pulumi
from pulumi.provider.experimental.component import ComponentProvider

from package import NAME, VERSION
from package.catalogue import COMPONENTS
from tests.cloud import ACCOUNT, REGION, Cloud, deploy

PROVIDER = ComponentProvider(COMPONENTS, NAME, None, VERSION)
SCHEMA = json.loads(PROVIDER.schema)

# The least that each component must be given. ``tests/package`` is a folder that exists.
FUNCTION = {"codePath": "tests/package", "handler": "app.handle"}
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:sell"
LEAST: dict[str, dict[str, Any]] = {
    "Alarm": {
        "namespace": "Shop",
        "metricName": "Refunds",
        "threshold": 10,
        "description": "Too many refunds.",
    },
    "Bucket": {},
    "Dashboard": {"region": "eu-west-1", "tables": ["orders"]},
    "EventSubscription": {
        "busName": "shop",
        "pattern": {"source": ["orders"]},
        "function": FUNCTION,
    },
    "FanOut": {"subscribers": {"mail": {"function": FUNCTION}}},
    "Function": FUNCTION,
    "GraphqlApi": {
        "schema": "type Query { item(id: ID!): String }",
        "userPoolId": "eu-west-1_a1B2",
        "sources": {"items": {"functionArn": ARN}},
        "resolvers": [{"field": "Query.item", "source": "items"}],
    },
    "HttpApi": {"routes": [{"method": "GET", "path": "/", "functionArn": ARN, "public": True}]},
    "QueueWorker": {"function": FUNCTION},
    "RestApi": {"routes": [{"method": "GET", "path": "/", "functionArn": ARN, "public": True}]},
    "Schedule": {"expression": "rate(5 minutes)", "function": FUNCTION},
    "Table": {"key": "orderId"},
    "WebSocketApi": {
        **dict.fromkeys(("connect", "disconnect", "default"), FUNCTION),
        "public": True,
    },
    "Workflow": {"definition": {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}},
}


def made(component: str, **changes: Any) -> Cloud:
    """What a component makes; ``result`` holds its outputs by their names in the schema."""
    inputs = as_sent({**LEAST[component], **changes})

    def program() -> pulumi.Output[Any]:
        done = PROVIDER.construct("it", f"{NAME}:index:{component}", inputs)
        return pulumi.Output.from_input(dict(done.state))

    return deploy(program)


def as_sent(value: Any) -> Any:
    """A value as the engine sends it: every number is a float."""
    if isinstance(value, dict):
        return {key: as_sent(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_sent(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
