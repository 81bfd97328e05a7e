"""Queue rules: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sfn, sns, sqs

from policies import queues
from policies.seen import UNKNOWN
from tests.policies.asking import alone, objections, shown, silences
from tests.policies.stacks import arn, dead_letters, redriven_to, seen

FAILED = dead_letters()
ELSEWHERE = json.dumps({"deadLetterTargetArn": arn("sqs", "elsewhere"), "maxReceiveCount": 3})


def beside(queue, target, tries=3):
    """A redrive policy as a resource of its own."""
    text = json.dumps({"deadLetterTargetArn": arn("sqs", target.name), "maxReceiveCount": tries})
    return seen(
        sqs.RedrivePolicy,
        f"{queue.name}-redrive",
        refers={"queueUrl": [queue], "redrivePolicy": [target]},
        redrivePolicy=text,
    )


def schedule(*, lost, target, refers=(FAILED,)):
    """A schedule that refers to a queue, as its target or as the place for what fails."""
    return seen(
        scheduler.Schedule,
        "nightly",
        refers={"target": refers},
        target={"arn": target, "deadLetterConfig": {"arn": lost}},
    )


WORK = seen(sqs.Queue, "work")
OWN = seen(sqs.Queue, "its-own", tags={"role": "dead-letters"})
ROLE = seen(iam.Role, "nightly-role")
MACHINE = arn("states", "stateMachine:fulfil")
FULFIL = seen(sfn.StateMachine, "fulfil", arn=MACHINE)
ORDERED = seen(sqs.Queue, "work", fifoQueue=True)
ORDERED_FAILED = dead_letters(fifoQueue=True)

ALLOWED = {
    queues.a_queue_keeps_what_fails: {
        "it redrives, and the other holds dead letters": [redriven_to(FAILED), FAILED],
        "its redrive policy is a resource of its own": [WORK, beside(WORK, FAILED), FAILED],
        "it holds a topic's dead letters": [
            FAILED,
            seen(sns.TopicSubscription, "s", refers={"redrivePolicy": [FAILED]}),
        ],
        "it holds a rule's dead letters": [
            FAILED,
            seen(cloudwatch.EventTarget, "t", refers={"deadLetterConfig": [FAILED]}),
        ],
        "it holds a function's dead letters": [
            FAILED,
            seen(lambda_.Function, "f", refers={"deadLetterConfig": [FAILED]}),
        ],
        "it holds failed asynchronous invocations": [
            FAILED,
            seen(
                lambda_.FunctionEventInvokeConfig,
                "c",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={"onFailure": {"destination": arn("sqs", "failed")}},
            ),
        ],
        "it holds records of a stream": [
            FAILED,
            seen(
                lambda_.EventSourceMapping,
                "m",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={"onFailure": {"destination": arn("sqs", "failed")}},
            ),
        ],
        "it holds runs that a schedule could not start, of a workflow": [
            FAILED,
            schedule(lost=arn("sqs", "failed"), target=MACHINE, refers=[FAILED, ROLE, FULFIL]),
            FULFIL,
            ROLE,
        ],
        "it holds runs that a schedule could not start, of a queue": [
            FAILED,
            schedule(lost=arn("sqs", "failed"), target=arn("sqs", "work"), refers=[FAILED, WORK]),
            WORK,
            beside(WORK, OWN),
            OWN,
        ],
        "a schedule tells it, and it redrives": [
            redriven_to(FAILED, name="work"),
            FAILED,
            schedule(lost=UNKNOWN, target=arn("sqs", "work"), refers=[WORK]),
        ],
        "it says so itself": [seen(sqs.Queue, "q", tags={"role": "dead-letters"})],
    },
    queues.a_message_gets_a_few_tries: {
        "three": [redriven_to(FAILED, tries=3), FAILED],
        "five": [redriven_to(FAILED, tries=5), FAILED],
        "four, as text": [redriven_to(FAILED, tries="4"), FAILED],
    },
    queues.an_ordered_queue_keeps_order_in_dead_letters: {
        "both are FIFO": [
            redriven_to(ORDERED_FAILED, fifoQueue=True),
            ORDERED_FAILED,
        ],
        "neither is": [redriven_to(FAILED), FAILED],
    },
}
REFUSED = {
    queues.a_queue_keeps_what_fails: {
        "it says nothing": [seen(sqs.Queue, "q")],
        "its redrive policy is empty": [seen(sqs.Queue, "q", redrivePolicy="")],
        "its redrive policy has no target": [
            seen(sqs.Queue, "q", redrivePolicy='{"maxReceiveCount": 5}')
        ],
        "its redrive policy names a queue, but as no target": [
            seen(
                sqs.Queue,
                "q",
                refers={"redrivePolicy": [FAILED]},
                redrivePolicy='{"maxReceiveCount": 5}',
            )
        ],
        "its redrive policy is no JSON": [seen(sqs.Queue, "q", redrivePolicy="failed")],
        "it cannot be known where its redrive policy leads": [
            seen(sqs.Queue, "q", redrivePolicy=UNKNOWN)
        ],
        "it is where successes go": [
            FAILED,
            seen(
                lambda_.FunctionEventInvokeConfig,
                "c",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={"onSuccess": {"destination": arn("sqs", "failed")}},
            ),
        ],
        "it cannot be known whether it is for failures or for successes": [
            FAILED,
            seen(
                lambda_.FunctionEventInvokeConfig,
                "c",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={
                    "onFailure": {"destination": arn("sqs", "one")},
                    "onSuccess": {"destination": arn("sqs", "other")},
                },
            ),
        ],
        "a schedule tells it, and leaves what fails elsewhere": [
            FAILED,
            schedule(
                lost=arn("sqs", "elsewhere"), target=arn("sqs", "failed"), refers=[FAILED, ROLE]
            ),
            ROLE,
        ],
        "a schedule tells it, and leaves what fails in a queue of the stack": [
            WORK,
            FAILED,
            schedule(lost=arn("sqs", "failed"), target=arn("sqs", "work"), refers=[FAILED, WORK]),
        ],
        "it cannot be known whether a schedule tells it or leaves runs in it": [
            seen(sqs.Queue, "failed", arn=UNKNOWN),
            schedule(lost=UNKNOWN, target=UNKNOWN),
        ],
        "a schedule that leaves what fails nowhere tells a workflow of it": [
            FAILED,
            schedule(lost="", target=MACHINE, refers=[FAILED, FULFIL]),
            FULFIL,
        ],
        "it has another role": [seen(sqs.Queue, "q", tags={"role": "work"})],
    },
    queues.a_message_gets_a_few_tries: {
        "two": [redriven_to(FAILED, tries=2), FAILED],
        "six": [redriven_to(FAILED, tries=6), FAILED],
        "nothing is said": [
            seen(sqs.Queue, "q", redrivePolicy=json.dumps({"deadLetterTargetArn": "a"}))
        ],
        "ten, beside the queue": [WORK, beside(WORK, FAILED, tries=10), FAILED],
    },
    queues.an_ordered_queue_keeps_order_in_dead_letters: {
        "only the queue is FIFO": [redriven_to(FAILED, fifoQueue=True), FAILED],
        "the other is in another stack and is not": [
            seen(sqs.Queue, "q", fifoQueue=True, redrivePolicy=ELSEWHERE)
        ],
        "the policy beside it leads to one that is not": [ORDERED, beside(ORDERED, FAILED), FAILED],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []


def test_a_queue_that_is_named_by_its_arn_alone_holds_dead_letters():
    by_value = seen(sqs.Queue, "work", redrivePolicy=ELSEWHERE)
    stack = [by_value, dead_letters("elsewhere")]
    assert alone(queues.a_queue_keeps_what_fails, stack) == []
