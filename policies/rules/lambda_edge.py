"""AWS Lambda, Lambda@Edge: what functions at the edge cannot have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.functions import distributions_of

GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"

# Seconds that a function has at a viewer's event, and at an origin's.
VIEWER_SECONDS, ORIGIN_SECONDS = 5, 30

VIEWER, ORIGIN = "viewer", "origin"

NOT_AT_THE_EDGE = {
    "environment.variables": "environment variables",
    "layers": "layers",
    "vpcConfig": "a VPC",
}


@rule(
    "lambda-edge-function-limits",
    "A function at the edge keeps the limits of Lambda@Edge",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Set timeout to 5 or less at viewer events, to 30 or less at origin events, and leave "
    "out environment, layers, vpc_config and tracing_config",
    documentation=f"{GUIDE}/edge-functions-restrictions.html",
)
def edge_function_keeps_limits(function: Resource, graph: Graph) -> Iterator[str]:
    """CloudFront refuses the association after everything else was made, and traces would have a
    gap without a word."""
    events = set(_events(function, graph))
    if not events:
        return
    limit = VIEWER_SECONDS if VIEWER in events else ORIGIN_SECONDS
    if (timeout := function.get("timeout", 3)) > limit:
        yield f"its timeout is {timeout:g} s, more than {limit}"
    yield from (f"it has {name}" for path, name in NOT_AT_THE_EDGE.items() if function.has(path))
    if function.get("tracingConfig.mode") == "Active":
        yield "it is traced"


def _events(function: Resource, graph: Graph) -> Iterator[str]:
    """``viewer`` and ``origin``, as a function runs at events of distributions. Where the ARN of an
    association is not known yet, all associations of the same property count: then a function is at
    a viewer if all of them are.
    """
    arn = str(function.properties.get("arn"))
    for distribution, place in distributions_of(function, graph):
        found = list(_associations(distribution.get(place)))
        own = [each for each in found if str(each.get("lambdaArn")).startswith(f"{arn}:")]
        kinds = {str(each.get("eventType")).partition("-")[0] for each in own or found}
        yield from kinds if own or len(kinds) == 1 else (ORIGIN,)


def _associations(behaviors: Any) -> Iterator[Any]:
    for behavior in behaviors if isinstance(behaviors, list) else [behaviors]:
        yield from behavior.get("lambdaFunctionAssociations", [])


RULES = (edge_function_keeps_limits,)
