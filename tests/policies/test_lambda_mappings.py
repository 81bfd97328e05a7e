"""Rules on what mappings of functions do: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import iam, lambda_, sqs

from policies.rules import lambda_mappings
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource

ROLE = resource(iam.Role, "r")
QUEUE = resource(sqs.Queue, "work", arn=arn("sqs", "work"))
FUNCTION = resource(lambda_.Function, "f", refers={"role": [ROLE]})
MAPPING = resource(
    lambda_.EventSourceMapping,
    "m",
    refers={"eventSourceArn": [QUEUE], "functionName": [FUNCTION]},
    eventSourceArn=arn("sqs", "work"),
)
NAMED = resource(sqs.Queue, "work", arn="work")


def mapping(**properties):
    return resource(lambda_.EventSourceMapping, "m", **properties)


def rights(action, on, effect="Allow"):
    statement = {"Effect": effect, "Action": action, "Resource": on}
    text = json.dumps({"Statement": statement})
    return resource(iam.RolePolicy, "p", refers={"role": [ROLE]}, policy=text)


def of(queue, *rights_):
    """A stack whose ARNs stay known at preview, as those of what is deployed already."""
    reads = resource(
        lambda_.EventSourceMapping,
        "m",
        refers={"eventSourceArn": [queue], "functionName": [FUNCTION]},
    )
    return [ROLE, queue, FUNCTION, reads, *rights_]


ALLOWED = {
    lambda_mappings.mapping_is_enabled: {
        "nothing is set": [mapping()],
        "it is set": [mapping(enabled=True)],
    },
    lambda_mappings.function_does_not_feed_itself: {
        "it may send to another queue": of(QUEUE, rights("sqs:SendMessage", arn("sqs", "other"))),
        "it may receive from the queue": of(
            QUEUE, rights("sqs:ReceiveMessage", arn("sqs", "work"))
        ),
        "it has no policy": of(QUEUE),
        "it is denied": of(NAMED, rights("sqs:SendMessage", "work", "Deny")),
        "its role is in another stack": [
            *(NAMED, resource(lambda_.Function, "f", role="r")),
            of(NAMED)[3],
        ],
    },
}
REFUSED = {
    lambda_mappings.mapping_is_enabled: {
        "it is disabled": [mapping(enabled=False)],
        "it is disabled in prod": [
            resource(lambda_.EventSourceMapping, "m", None, "prod", enabled=False)
        ],
    },
    lambda_mappings.function_does_not_feed_itself: {
        "it may send to the queue": of(NAMED, rights("sqs:SendMessage", "work")),
        "it may send to every queue": of(NAMED, rights("sqs:*", "*")),
        "it may do everything": of(NAMED, rights(["s3:GetObject", "*"], ["wor*"])),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_a_queue_is_compared_once_its_arn_is_known():
    stack = [ROLE, QUEUE, FUNCTION, MAPPING, rights("sqs:SendMessage", arn("sqs", "work"))]
    assert alone(lambda_mappings.function_does_not_feed_itself, stack) != []
