"""Lambda@Edge rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cloudfront, lambda_

from policies.rules import lambda_edge
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource


def edge(event, ordered=False, **properties):
    """A function at an event of a distribution, of all paths or of one."""
    function = resource(lambda_.Function, "f", arn=arn("lambda", "function:f"), **properties)
    behavior = associated((function, event))
    place = "orderedCacheBehaviors" if ordered else "defaultCacheBehavior"
    given = {place: [behavior] if ordered else behavior}
    return [function, resource(cloudfront.Distribution, "cdn", {place: [function]}, **given)]


def associated(*functions):
    return {
        "lambdaFunctionAssociations": [
            {"eventType": event, "lambdaArn": f"{function.properties['arn']}:1"}
            for function, event in functions
        ]
    }


def beside(event, timeout):
    """A function at an event of a distribution that has another at the other event; its name
    stands for an ARN that is known at preview, too.
    """
    function = resource(lambda_.Function, "f", arn="f", timeout=timeout)
    other = resource(lambda_.Function, "other", arn="other")
    another = {"origin-request": "viewer-request", "viewer-request": "origin-request"}[event]
    behavior = associated((function, event), (other, another))
    refers = {"defaultCacheBehavior": [function, other]}
    return [
        function,
        other,
        resource(cloudfront.Distribution, "cdn", refers, defaultCacheBehavior=behavior),
    ]


def at_both(**properties):
    """A function whose name stands for an ARN that is known, at two events."""
    function = resource(lambda_.Function, "f", arn="f", **properties)
    behavior = associated((function, "origin-request"), (function, "viewer-request"))
    refers = {"defaultCacheBehavior": [function]}
    return [
        function,
        resource(cloudfront.Distribution, "cdn", refers, defaultCacheBehavior=behavior),
    ]


ALLOWED = {
    lambda_edge.edge_function_keeps_limits: {
        "five seconds at a viewer": edge("viewer-request", timeout=5.0),
        "thirty at an origin": edge("origin-request", timeout=30.0, ordered=True),
        "three, the default": edge("viewer-response"),
        "nothing in the environment": edge("viewer-request", environment={"variables": {}}),
        "thirty at an origin, beside another at a viewer": beside("origin-request", 30.0),
        "a function that is not at the edge": [
            resource(
                lambda_.Function, "f", timeout=900.0, environment={"variables": {"TABLE": "t"}}
            )
        ],
    },
}
REFUSED = {
    lambda_edge.edge_function_keeps_limits: {
        "six seconds at a viewer, beside another at an origin": beside("viewer-request", 6.0),
        "six seconds at a viewer and at an origin": at_both(timeout=6.0),
        "six seconds at a viewer": edge("viewer-request", timeout=6.0),
        "of one path": edge("viewer-response", timeout=6.0, ordered=True),
        "half a minute and one": edge("origin-response", timeout=31.0),
        "variables": edge("origin-request", environment={"variables": {"TABLE": "t"}}),
        "a layer": edge("origin-request", layers=["a layer"]),
        "a VPC": edge("origin-request", vpcConfig={"subnetIds": ["a subnet"]}),
        "a trace": edge("origin-request", tracingConfig={"mode": "Active"}),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_each_function_has_the_limit_of_its_own_events():
    viewer = resource(lambda_.Function, "viewer", arn=arn("lambda", "function:viewer"))
    origin = resource(
        lambda_.Function, "origin", arn=arn("lambda", "function:origin"), timeout=30.0
    )
    distribution = resource(
        cloudfront.Distribution,
        "cdn",
        {"defaultCacheBehavior": [viewer, origin]},
        defaultCacheBehavior=associated((viewer, "viewer-request"), (origin, "origin-request")),
    )
    assert alone_in([viewer, origin, distribution]) == []


def test_before_arns_are_known_a_function_may_be_at_either_of_several_events():
    viewer, origin = (resource(lambda_.Function, name, timeout=30.0) for name in ("v", "o"))
    associations = [{"eventType": f"{kind}-request"} for kind in ("viewer", "origin")]
    distribution = resource(
        cloudfront.Distribution,
        "cdn",
        {"orderedCacheBehaviors": [viewer, origin]},
        orderedCacheBehaviors=[{"lambdaFunctionAssociations": [each]} for each in associations],
    )
    assert alone_in([viewer, origin, distribution]) == []
    distribution.properties["orderedCacheBehaviors"].pop()
    assert len(alone_in([viewer, distribution])) == 1


def alone_in(stack):
    from tests.policies.asking import alone

    return alone(lambda_edge.edge_function_keeps_limits, stack)
