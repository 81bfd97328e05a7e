"""EventBridge Scheduler rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import lambda_, sfn
from pulumi_aws import scheduler as aws

from policies.framework.resource import UNKNOWN
from policies.rules import scheduler
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, error_rate, first_failure, resource

QUEUE = arn("sqs", "work")
DEAD_LETTERS = {"arn": arn("sqs", "failed")}
RETRY = {"maximumRetryAttempts": 3}
FUNCTION = resource(lambda_.Function, "f")
MACHINE = resource(sfn.StateMachine, "w")


def schedule(**target):
    return resource(aws.Schedule, "nightly", target=target)


def runs(run, **properties):
    return resource(
        aws.Schedule,
        "nightly",
        refers={"target": [run]},
        target={"arn": arn("any", "x"), **properties},
    )


ALLOWED = {
    scheduler.schedule_has_dead_letter_queue: {
        "its target has one": [schedule(arn=QUEUE, deadLetterConfig=DEAD_LETTERS)],
        "its target has one that is not there yet": [
            schedule(arn=QUEUE, deadLetterConfig={"arn": UNKNOWN})
        ],
    },
    scheduler.schedule_has_retry_policy: {
        "its target has one": [schedule(arn=QUEUE, retryPolicy=RETRY)],
    },
    scheduler.schedule_has_failure_alarm: {
        "a function": [FUNCTION, error_rate(FUNCTION), runs(FUNCTION)],
        "a state machine": [MACHINE, first_failure(MACHINE), runs(MACHINE)],
        "a queue, whose consumer has its own alarm": [schedule(arn=QUEUE)],
    },
}
REFUSED = {
    scheduler.schedule_has_dead_letter_queue: {
        "nothing is set": [schedule(arn=QUEUE)],
        "it is set beside the target": [
            resource(aws.Schedule, "nightly", target={"arn": QUEUE}, deadLetterConfig=DEAD_LETTERS)
        ],
    },
    scheduler.schedule_has_retry_policy: {
        "nothing is set": [schedule(arn=QUEUE, deadLetterConfig=DEAD_LETTERS)],
        "it is set beside the target": [
            resource(aws.Schedule, "nightly", target={"arn": QUEUE}, retryPolicy=RETRY)
        ],
        "it is not to retry": [schedule(arn=QUEUE, retryPolicy={"maximumRetryAttempts": 0.0})],
    },
    scheduler.schedule_has_failure_alarm: {
        "the function has no alarm": [FUNCTION, runs(FUNCTION, retryPolicy=RETRY)],
        "the state machine has no alarm": [MACHINE, runs(MACHINE, retryPolicy=RETRY)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
