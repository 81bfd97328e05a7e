"""Rules about deliveries without a queue: what they allow and what they refuse."""

from __future__ import annotations

import json
from dataclasses import replace

from pulumi_aws import cloudwatch, lambda_, scheduler, sns

from policies import dead_letters as rules
from policies.seen import UNKNOWN
from tests.policies.asking import alone, objections, shown, silences
from tests.policies.stacks import arn, dead_letters, seen

FAILED = dead_letters()
FUNCTION = seen(lambda_.Function, "f", arn=arn("lambda", "function:f"))
KEEPING = seen(lambda_.Function, "f", deadLetterConfig={"targetArn": arn("sqs", "failed")})
ALIAS = seen(lambda_.Alias, "live", refers={"functionName": [FUNCTION]})
ON_FAILURE = {"onFailure": {"destination": arn("sqs", "failed")}}
OF_STREAM = {"onFailure": {"destinationArn": arn("sqs", "failed")}}
REDRIVE = json.dumps({"deadLetterTargetArn": arn("sqs", "failed")})
KINESIS = arn("kinesis", "stream/clicks")
QUEUE = arn("sqs", "work")
TABLE_STREAM = arn("dynamodb", "table/orders/stream/2026")


def permission(function, principal="sns.amazonaws.com", **refers):
    return seen(
        lambda_.Permission,
        "p",
        refers={"function": [function], **refers},
        function=arn("lambda", "f"),
        principal=principal,
        **{key: arn("lambda", "qualified") for key in refers},
    )


def failures_of(function, **refers):
    return seen(
        lambda_.FunctionEventInvokeConfig,
        "c",
        refers={"functionName": [function], "destinationConfig": [FAILED], **refers},
        destinationConfig=ON_FAILURE,
        **{key: arn("lambda", "qualified") for key in refers},
    )


def named(resource, qualifier):
    return replace(resource, properties={**resource.properties, "qualifier": qualifier})


def mapping(source, **properties):
    return seen(lambda_.EventSourceMapping, "m", eventSourceArn=source, **properties)


def subscription(**properties):
    return seen(sns.TopicSubscription, "s", refers={"redrivePolicy": [FAILED]}, **properties)


def schedule(**target):
    return seen(scheduler.Schedule, "nightly", target=target)


ALLOWED = {
    rules.an_event_is_kept_when_its_function_fails: {
        "an invoke configuration keeps it": [permission(FUNCTION), failures_of(FUNCTION), FUNCTION],
        "the function keeps it": [permission(KEEPING), KEEPING],
        "the caller waits for the answer": [
            permission(FUNCTION, "apigateway.amazonaws.com"),
            FUNCTION,
        ],
        "the alias that is invoked keeps it": [
            permission(FUNCTION, qualifier=[ALIAS]),
            failures_of(FUNCTION, qualifier=[ALIAS]),
            FUNCTION,
            ALIAS,
        ],
        "a version is invoked, and its failures are kept": [
            named(permission(FUNCTION), "3"),
            named(failures_of(FUNCTION), "3"),
            FUNCTION,
        ],
        "the failures are those of an alias, named by its ARN": [
            permission(FUNCTION, qualifier=[ALIAS]),
            failures_of(ALIAS),
            FUNCTION,
            ALIAS,
        ],
        "an alias is invoked by its ARN": [
            permission(ALIAS),
            failures_of(FUNCTION, qualifier=[ALIAS]),
            FUNCTION,
            ALIAS,
        ],
    },
    rules.a_stream_keeps_what_fails: {
        "a stream has a destination": [
            mapping(KINESIS, startingPosition="LATEST", destinationConfig=OF_STREAM)
        ],
        "it reads a queue": [mapping(arn("sqs", "work"))],
    },
    rules.a_subscription_keeps_what_fails: {
        "it redrives": [subscription(protocol="sqs", redrivePolicy=REDRIVE), FAILED],
        "it is an e-mail": [subscription(protocol="email")],
        "it is an e-mail in JSON": [subscription(protocol="email-json")],
    },
    rules.a_target_keeps_what_fails: {
        "it has a dead-letter queue": [
            seen(cloudwatch.EventTarget, "t", deadLetterConfig={"arn": arn("sqs", "failed")})
        ],
        "a schedule's target has one": [
            schedule(arn=QUEUE, deadLetterConfig={"arn": arn("sqs", "failed")})
        ],
        "a schedule's target has one that is not there yet": [
            schedule(arn=QUEUE, deadLetterConfig={"arn": UNKNOWN})
        ],
    },
}
REFUSED = {
    rules.an_event_is_kept_when_its_function_fails: {
        **{
            f"nothing keeps what {principal} sends": [permission(FUNCTION, principal), FUNCTION]
            for principal in (
                "s3.amazonaws.com",
                "sns.amazonaws.com",
                "events.amazonaws.com",
            )
        },
        "only the function's own invocations are kept, not the alias's": [
            permission(FUNCTION, qualifier=[ALIAS]),
            failures_of(FUNCTION),
            FUNCTION,
            ALIAS,
        ],
        "another version's are kept": [
            named(permission(FUNCTION), "3"),
            named(failures_of(FUNCTION), "2"),
            FUNCTION,
        ],
        "only successes are sent on": [
            permission(FUNCTION),
            replace(
                failures_of(FUNCTION),
                properties={"destinationConfig": {"onSuccess": ON_FAILURE["onFailure"]}},
            ),
            FUNCTION,
        ],
        "another function's are kept": [
            permission(FUNCTION),
            FUNCTION,
            (other := seen(lambda_.Function, "g")),
            failures_of(other),
        ],
        "the function is unknown here": [
            seen(lambda_.Permission, "p", function="f", principal="s3.amazonaws.com")
        ],
        "who invokes it is not known": [
            seen(lambda_.Permission, "p", refers={"function": [FUNCTION]}, principal=UNKNOWN),
            FUNCTION,
        ],
    },
    rules.a_stream_keeps_what_fails: {
        "Kinesis": [mapping(KINESIS, startingPosition="LATEST")],
        "a table's stream": [mapping(TABLE_STREAM, startingPosition="LATEST")],
        "only successes are sent on": [
            mapping(
                KINESIS,
                startingPosition="LATEST",
                destinationConfig={"onSuccess": {"destination": arn("sqs", "done")}},
            )
        ],
    },
    rules.a_subscription_keeps_what_fails: {
        "it says nothing": [seen(sns.TopicSubscription, "s", protocol="sqs")],
        "its policy has no target": [
            seen(sns.TopicSubscription, "s", protocol="lambda", redrivePolicy="{}")
        ],
        "it cannot be known where its policy leads": [
            seen(sns.TopicSubscription, "s", protocol="sqs", redrivePolicy=UNKNOWN)
        ],
    },
    rules.a_target_keeps_what_fails: {
        "it says nothing": [seen(cloudwatch.EventTarget, "t")],
        "its configuration is empty": [seen(cloudwatch.EventTarget, "t", deadLetterConfig={})],
        "a schedule says nothing of its target's": [schedule(arn=QUEUE)],
        "a schedule says it beside its target": [
            seen(
                scheduler.Schedule,
                "nightly",
                target={"arn": QUEUE},
                deadLetterConfig={"arn": arn("sqs", "failed")},
            )
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []


def test_the_message_says_who_invokes_what():
    stack = [permission(FUNCTION, "s3.amazonaws.com"), FUNCTION]
    [text] = alone(rules.an_event_is_kept_when_its_function_fails, stack)
    assert "lets s3.amazonaws.com invoke f, which keeps none" in text


def test_a_stream_is_told_by_its_arn_even_without_a_starting_position():
    assert alone(rules.a_stream_keeps_what_fails, [mapping(KINESIS)]) != []
