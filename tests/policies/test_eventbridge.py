"""EventBridge rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cloudwatch as aws
from pulumi_aws import lambda_, sfn, sqs

from policies.rules import eventbridge
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, error_rate, failure_rate, first_failure, resource

FUNCTION = resource(lambda_.Function, "f")
MACHINE = resource(sfn.StateMachine, "w")
QUEUE = resource(sqs.Queue, "q")
NIGHTLY = resource(aws.EventRule, "nightly", scheduleExpression="rate(1 day)")
ON_EVENT = resource(aws.EventRule, "on-event", eventPattern="{}")
RETRY = {"maximumRetryAttempts": 3}
ELSEWHERE = resource(aws.EventTarget, "t", rule="nightly")


def target(rule, run, **properties):
    return resource(
        aws.EventTarget,
        "t",
        refers={"rule": [rule], "arn": [run]},
        rule=arn("events", "r"),
        arn=arn("any", "x"),
        **properties,
    )


ALLOWED = {
    eventbridge.target_has_dead_letter_queue: {
        "it has one": [
            resource(aws.EventTarget, "t", deadLetterConfig={"arn": arn("sqs", "failed")})
        ],
    },
    eventbridge.scheduled_target_has_retry_policy: {
        "it has one": [FUNCTION, NIGHTLY, target(NIGHTLY, FUNCTION, retryPolicy=RETRY)],
        "the rule is no schedule": [FUNCTION, ON_EVENT, target(ON_EVENT, FUNCTION)],
    },
    eventbridge.scheduled_target_has_failure_alarm: {
        "a function": [FUNCTION, NIGHTLY, error_rate(FUNCTION), target(NIGHTLY, FUNCTION)],
        "a state machine": [MACHINE, NIGHTLY, failure_rate(MACHINE), target(NIGHTLY, MACHINE)],
        "a state machine, with an alarm on its first failure": [
            MACHINE,
            NIGHTLY,
            first_failure(MACHINE),
            target(NIGHTLY, MACHINE),
        ],
        "a queue, whose consumer has its own alarm": [QUEUE, NIGHTLY, target(NIGHTLY, QUEUE)],
        "the rule is no schedule": [FUNCTION, ON_EVENT, target(ON_EVENT, FUNCTION)],
    },
}
REFUSED = {
    eventbridge.target_has_dead_letter_queue: {
        "nothing is set": [resource(aws.EventTarget, "t")],
        "its configuration is empty": [resource(aws.EventTarget, "t", deadLetterConfig={})],
    },
    eventbridge.scheduled_target_has_retry_policy: {
        "nothing is set": [FUNCTION, NIGHTLY, error_rate(FUNCTION), target(NIGHTLY, FUNCTION)],
        "its rule is in another stack": [ELSEWHERE],
    },
    eventbridge.scheduled_target_has_failure_alarm: {
        "the function has no alarm": [
            FUNCTION,
            NIGHTLY,
            target(NIGHTLY, FUNCTION, retryPolicy=RETRY),
        ],
        "the state machine has no alarm": [
            MACHINE,
            NIGHTLY,
            target(NIGHTLY, MACHINE, retryPolicy=RETRY),
        ],
        "the alarm of the state machine needs five periods": [
            MACHINE,
            NIGHTLY,
            first_failure(MACHINE, evaluationPeriods=5),
            target(NIGHTLY, MACHINE, retryPolicy=RETRY),
        ],
        "its rule is in another stack": [ELSEWHERE],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
