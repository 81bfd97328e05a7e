"""Rules on rules of EventBridge: what they allow and what they refuse."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import cloudwatch, iam, lambda_, schemas, sns, sqs

from policies.rules import eventbridge_rules
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

BUS = resource(cloudwatch.EventBus, "bus")
PLACED = resource(schemas.Schema, "s", name="orders@OrderPlaced")
FAILED = resource(schemas.Schema, "t", name="orders@OrderFailed")


def rule(stack="dev", bus="shop", **properties):
    pattern = properties.pop("pattern", None)
    text = {} if pattern is None else {"eventPattern": json.dumps(pattern)}
    named = {} if bus is None else {"eventBusName": bus}
    return resource(cloudwatch.EventRule, "r", None, stack, **named, **text, **properties)


def target(*, of=None, to=None, **properties):
    refers = {"rule": [of or rule()], **({"arn": [to]} if to else {})}
    return resource(cloudwatch.EventTarget, "t", refers=refers, **properties)


ROLE = resource(iam.Role, "role")
FUNCTION = resource(lambda_.Function, "f", refers={"role": [ROLE]})
QUEUE = resource(sqs.Queue, "q")
TOPIC = resource(sns.Topic, "news")
READS = resource(
    lambda_.EventSourceMapping, "m", refers={"eventSourceArn": [QUEUE], "functionName": [FUNCTION]}
)
FED = resource(sns.TopicSubscription, "s", refers={"topic": [TOPIC], "endpoint": [QUEUE]})
DIRECT = resource(sns.TopicSubscription, "s", refers={"topic": [TOPIC], "endpoint": [FUNCTION]})
EVENT = {"source": ["orders"], "detail-type": ["OrderPlaced"]}


def publishes(action="events:PutEvents", **condition):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    if condition:
        keys = {f"events:{key.replace('_', '-')}": value for key, value in condition.items()}
        statement["Condition"] = {"ForAllValues:StringEquals": keys}
    text = json.dumps({"Statement": [statement]})
    return resource(iam.RolePolicy, "p", refers={"role": [ROLE]}, policy=text)


def loop(*path, pattern=EVENT, right=None):
    made = rule(pattern=pattern)
    first = path[0]
    sent = right or publishes(source=["orders"])
    return [made, ROLE, FUNCTION, target(of=made, to=first), *path, sent]


ALLOWED = {
    eventbridge_rules.rule_has_target: {
        "it has one": [rule(), target()],
    },
    eventbridge_rules.rule_is_enabled: {
        "nothing is set": [rule()],
        "its state is set": [rule(state="ENABLED")],
        "it gets events of CloudTrail": [
            rule(state="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        ],
        "it is set": [rule(isEnabled=True)],
    },
    eventbridge_rules.delivery_is_retried: {
        "nothing is set": [target()],
        "once": [target(retryPolicy={"maximumRetryAttempts": 1.0})],
        "only its age is set": [target(retryPolicy={"maximumEventAgeInSeconds": 60.0})],
    },
    eventbridge_rules.rule_matches_known_events: {
        "it is in the registry": [PLACED, rule(pattern=EVENT)],
        "its source is in the registry": [PLACED, rule(pattern={"source": ["orders"]})],
        "its name is in the registry": [PLACED, rule(pattern={"detail-type": ["OrderPlaced"]})],
        "a prefix": [PLACED, rule(pattern={"source": [{"prefix": "ord"}]})],
        "there is no registry": [rule(pattern={"source": ["other"]})],
        "it is on AWS's bus": [PLACED, rule(bus=None, pattern={"source": ["aws.ec2"]})],
        "it is on AWS's bus, by name": [
            PLACED,
            rule(bus="default", pattern={"source": ["aws.s3"]}),
        ],
        "the registry has no events": [
            *(resource(schemas.Schema, "s", name="orders"), rule(pattern={"source": ["other"]}))
        ],
        "it has no pattern": [PLACED, rule(scheduleExpression="rate(1 day)")],
        "it is a schedule": [PLACED, rule(bus=None, scheduleExpression="rate(1 day)")],
    },
    eventbridge_rules.rule_is_no_loop: {
        "it publishes of another source": loop(FUNCTION, right=publishes(source="payments")),
        "it publishes another event": loop(
            FUNCTION, right=publishes(source="orders", detail_type="OrderFailed")
        ),
        "it publishes nothing": loop(FUNCTION, right=publishes("sqs:SendMessage", source="orders")),
        "what it may publish is not said": loop(FUNCTION, right=publishes()),
        "the pattern names no event": loop(FUNCTION, pattern={"detail": {"a": [1]}}),
    },
}
REFUSED = {
    eventbridge_rules.rule_has_target: {
        "it has none": [rule()],
        "another rule has one": [
            rule(),
            resource(cloudwatch.EventRule, "other"),
            target(of=resource(cloudwatch.EventRule, "other")),
        ],
    },
    eventbridge_rules.rule_is_enabled: {
        "its state": [rule(state="DISABLED")],
        "in the older spelling": [rule(isEnabled=False)],
        "in prod": [rule("prod", state="DISABLED")],
    },
    eventbridge_rules.delivery_is_retried: {
        "never": [target(retryPolicy={"maximumRetryAttempts": 0.0})],
        "never, as a whole number": [
            target(retryPolicy={"maximumRetryAttempts": 0, "maximumEventAgeInSeconds": 60})
        ],
    },
    eventbridge_rules.rule_matches_known_events: {
        "a name is misspelt": [PLACED, rule(pattern={**EVENT, "detail-type": ["OrderPlacd"]})],
        "a source is misspelt": [PLACED, rule(pattern={**EVENT, "source": ["order"]})],
        "a source alone is misspelt": [PLACED, rule(pattern={"source": ["order"]})],
        "one of two is misspelt": [
            *(PLACED, FAILED),
            rule(pattern={**EVENT, "detail-type": ["OrderPlaced", "Failed"]}),
        ],
        "it is in another case": [PLACED, rule(pattern={**EVENT, "detail-type": ["orderplaced"]})],
    },
    eventbridge_rules.rule_is_no_loop: {
        "a function": loop(FUNCTION),
        "the function behind a queue": loop(QUEUE, READS),
        "the function behind a topic": loop(TOPIC, DIRECT),
        "the function behind a topic's queue": loop(TOPIC, FED, QUEUE, READS),
        "the event by name": loop(
            FUNCTION, right=publishes(source="orders", detail_type=["OrderPlaced"])
        ),
        "every action of EventBridge": loop(FUNCTION, right=publishes("events:*", source="orders")),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize("name", ["custom", "orders.OrderPlaced", ""])
def test_schemas_with_other_names_say_nothing_of_events(name):
    known = resource(schemas.Schema, "s", name=name)
    stack = [known, rule(pattern={"source": ["other"]})]
    assert all_violations(eventbridge_rules.rule_matches_known_events, stack) == []
