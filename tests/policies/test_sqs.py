"""SQS rules: what they allow and what they refuse."""

from __future__ import annotations

import json
from dataclasses import replace

from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sfn, sns
from pulumi_aws import sqs as aws

from policies.framework.resource import UNKNOWN
from policies.rules import sqs
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import alarm, arn, dead_letter_queue, redriven_to, resource

FAILED = dead_letter_queue()
ELSEWHERE = json.dumps({"deadLetterTargetArn": arn("sqs", "elsewhere"), "maxReceiveCount": 3})


def beside(queue, target, receives=3):
    """A redrive policy as a resource of its own."""
    text = json.dumps({"deadLetterTargetArn": arn("sqs", target.name), "maxReceiveCount": receives})
    return resource(
        aws.RedrivePolicy,
        f"{queue.name}-redrive",
        refers={"queueUrl": [queue], "redrivePolicy": [target]},
        redrivePolicy=text,
    )


def schedule(*, failed, target, refers=(FAILED,)):
    """A schedule that refers to a queue, as its target or as its dead-letter queue."""
    return resource(
        scheduler.Schedule,
        "nightly",
        refers={"target": refers},
        target={"arn": target, "deadLetterConfig": {"arn": failed}},
    )


VISIBLE = "AWS/SQS:ApproximateNumberOfMessagesVisible"
WORK = resource(aws.Queue, "work")
REDRIVEN = redriven_to(FAILED)
# Its ARN is a word, so that it is known at preview, too.
ITSELF = redriven_to(resource(aws.Queue, "work", arn="work"))
ITSELF = replace(ITSELF, properties={**ITSELF.properties, "arn": "work"})
OWN = resource(aws.Queue, "its-own", tags={"role": "dead-letters"})
ROLE = resource(iam.Role, "nightly-role")
MACHINE = arn("states", "stateMachine:fulfil")
FULFIL = resource(sfn.StateMachine, "fulfil", arn=MACHINE)
ORDERED = resource(aws.Queue, "work", fifoQueue=True)
ORDERED_FAILED = dead_letter_queue(fifoQueue=True)


def visible(queue, **changes):
    return alarm(queue, VISIBLE, "QueueName", **changes)


ALLOWED = {
    sqs.queue_is_encrypted: {
        "by SQS": [resource(aws.Queue, "work", sqsManagedSseEnabled=True)],
        "unless it is turned off": [WORK],
        "by a key": [
            resource(aws.Queue, "work", sqsManagedSseEnabled=False, kmsMasterKeyId="alias/aws/sqs")
        ],
    },
    sqs.queue_has_dead_letter_queue: {
        "it has a redrive policy, and the other is a dead-letter queue": [
            redriven_to(FAILED),
            FAILED,
        ],
        "its redrive policy is a resource of its own": [WORK, beside(WORK, FAILED), FAILED],
        "it is the dead-letter queue of a subscription": [
            FAILED,
            resource(sns.TopicSubscription, "s", refers={"redrivePolicy": [FAILED]}),
        ],
        "it is the dead-letter queue of a rule's target": [
            FAILED,
            resource(cloudwatch.EventTarget, "t", refers={"deadLetterConfig": [FAILED]}),
        ],
        "it is the dead-letter queue of a function": [
            FAILED,
            resource(lambda_.Function, "f", refers={"deadLetterConfig": [FAILED]}),
        ],
        "it is the destination of failed asynchronous invocations": [
            FAILED,
            resource(
                lambda_.FunctionEventInvokeConfig,
                "c",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={"onFailure": {"destination": arn("sqs", "failed")}},
            ),
        ],
        "it is the destination of failed records of a stream": [
            FAILED,
            resource(
                lambda_.EventSourceMapping,
                "m",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={"onFailure": {"destination": arn("sqs", "failed")}},
            ),
        ],
        "it is the dead-letter queue of a schedule that starts a state machine": [
            FAILED,
            schedule(failed=arn("sqs", "failed"), target=MACHINE, refers=[FAILED, ROLE, FULFIL]),
            FULFIL,
            ROLE,
        ],
        "it is the dead-letter queue of a schedule that sends to a queue": [
            FAILED,
            schedule(failed=arn("sqs", "failed"), target=arn("sqs", "work"), refers=[FAILED, WORK]),
            WORK,
            beside(WORK, OWN),
            OWN,
        ],
        "a schedule sends to it, and it has a redrive policy": [
            redriven_to(FAILED, name="work"),
            FAILED,
            schedule(failed=UNKNOWN, target=arn("sqs", "work"), refers=[WORK]),
        ],
        "it is tagged as a dead-letter queue": [
            resource(aws.Queue, "q", tags={"role": "dead-letters"})
        ],
    },
    sqs.queue_max_receive_count: {
        "three": [redriven_to(FAILED, receives=3), FAILED],
        "five": [redriven_to(FAILED, receives=5), FAILED],
        "four, as text": [redriven_to(FAILED, receives="4"), FAILED],
    },
    sqs.fifo_queue_has_fifo_dead_letter_queue: {
        "both are FIFO": [
            redriven_to(ORDERED_FAILED, fifoQueue=True),
            ORDERED_FAILED,
        ],
        "neither is": [redriven_to(FAILED), FAILED],
    },
    sqs.dead_letter_queue_has_alarm: {
        "at one message": [
            FAILED,
            REDRIVEN,
            visible(FAILED, threshold=1, comparisonOperator="GreaterThanOrEqualToThreshold"),
        ],
        "on its first message": [FAILED, REDRIVEN, visible(FAILED)],
        "the queue is no dead-letter queue": [resource(aws.Queue, "q")],
        "on one of several metrics": [
            FAILED,
            REDRIVEN,
            resource(
                cloudwatch.MetricAlarm,
                "a",
                refers={"metricQueries": [FAILED]},
                comparisonOperator="GreaterThanThreshold",
                threshold=0,
                metricQueries=[
                    {
                        "id": "m",
                        "metric": {
                            "namespace": "AWS/SQS",
                            "metricName": "ApproximateNumberOfMessagesVisible",
                            "dimensions": {"QueueName": arn("sqs", "failed")},
                        },
                    }
                ],
            ),
        ],
    },
}
REFUSED = {
    sqs.queue_is_encrypted: {
        "turned off": [resource(aws.Queue, "work", sqsManagedSseEnabled=False)],
        "with no key": [resource(aws.Queue, "work", sqsManagedSseEnabled=False, kmsMasterKeyId="")],
        "it is not known yet": [resource(aws.Queue, "work", sqsManagedSseEnabled=UNKNOWN)],
    },
    sqs.queue_has_dead_letter_queue: {
        "itself": [ITSELF],
        "itself, by its ARN": [replace(ITSELF, property_dependencies={})],
        "nothing is set": [resource(aws.Queue, "q")],
        "its redrive policy is empty": [resource(aws.Queue, "q", redrivePolicy="")],
        "its redrive policy has no target": [
            resource(aws.Queue, "q", redrivePolicy='{"maxReceiveCount": 5}')
        ],
        "its redrive policy names a queue, but as no target": [
            resource(
                aws.Queue,
                "q",
                refers={"redrivePolicy": [FAILED]},
                redrivePolicy='{"maxReceiveCount": 5}',
            )
        ],
        "its redrive policy is no JSON": [resource(aws.Queue, "q", redrivePolicy="failed")],
        "what its redrive policy names is not known": [
            resource(aws.Queue, "q", redrivePolicy=UNKNOWN)
        ],
        "it is where successes go": [
            FAILED,
            resource(
                lambda_.FunctionEventInvokeConfig,
                "c",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={"onSuccess": {"destination": arn("sqs", "failed")}},
            ),
        ],
        "whether it is for failures or for successes is not known": [
            FAILED,
            resource(
                lambda_.FunctionEventInvokeConfig,
                "c",
                refers={"destinationConfig": [FAILED]},
                destinationConfig={
                    "onFailure": {"destination": arn("sqs", "one")},
                    "onSuccess": {"destination": arn("sqs", "other")},
                },
            ),
        ],
        "a schedule sends to it and has a dead-letter queue in another stack": [
            FAILED,
            schedule(
                failed=arn("sqs", "elsewhere"), target=arn("sqs", "failed"), refers=[FAILED, ROLE]
            ),
            ROLE,
        ],
        "a schedule sends to it and has a dead-letter queue in this stack": [
            WORK,
            FAILED,
            schedule(failed=arn("sqs", "failed"), target=arn("sqs", "work"), refers=[FAILED, WORK]),
        ],
        "whether it is the target or the dead-letter queue of a schedule is not known": [
            resource(aws.Queue, "failed", arn=UNKNOWN),
            schedule(failed=UNKNOWN, target=UNKNOWN),
        ],
        "a schedule without a dead-letter queue names it in the input of a state machine": [
            FAILED,
            schedule(failed="", target=MACHINE, refers=[FAILED, FULFIL]),
            FULFIL,
        ],
        "it has another role": [resource(aws.Queue, "q", tags={"role": "work"})],
    },
    sqs.queue_max_receive_count: {
        "two": [redriven_to(FAILED, receives=2), FAILED],
        "six": [redriven_to(FAILED, receives=6), FAILED],
        "no count is set": [
            resource(aws.Queue, "q", redrivePolicy=json.dumps({"deadLetterTargetArn": "a"}))
        ],
        "ten, beside the queue": [WORK, beside(WORK, FAILED, receives=10), FAILED],
    },
    sqs.fifo_queue_has_fifo_dead_letter_queue: {
        "only the queue is FIFO": [redriven_to(FAILED, fifoQueue=True), FAILED],
        "the other is in another stack and is not": [
            resource(aws.Queue, "q", fifoQueue=True, redrivePolicy=ELSEWHERE)
        ],
        "the policy beside it names one that is not": [ORDERED, beside(ORDERED, FAILED), FAILED],
    },
    sqs.dead_letter_queue_has_alarm: {
        "there is no alarm": [FAILED, REDRIVEN],
        "above one message": [FAILED, REDRIVEN, visible(FAILED, threshold=1)],
        "always in ALARM": [
            FAILED,
            REDRIVEN,
            visible(FAILED, comparisonOperator="GreaterThanOrEqualToThreshold"),
        ],
        "on the other queue": [FAILED, REDRIVEN, visible(REDRIVEN)],
        "on another metric": [
            FAILED,
            REDRIVEN,
            alarm(FAILED, "AWS/SQS:NumberOfMessagesSent", "QueueName"),
        ],
        "its threshold is not known": [FAILED, REDRIVEN, visible(FAILED, threshold=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_a_queue_that_a_redrive_policy_names_by_its_arn_alone_is_a_dead_letter_queue():
    by_value = resource(aws.Queue, "work", redrivePolicy=ELSEWHERE)
    stack = [by_value, dead_letter_queue("elsewhere")]
    assert alone(sqs.queue_has_dead_letter_queue, stack) == []


def test_an_alarm_that_names_its_queue_as_text_counts_once_the_name_is_known():
    failed = dead_letter_queue(name="failed", tags={"role": "dead-letters"})
    failed = replace(failed, properties={**failed.properties, "name": "failed-1a2b"})
    by_name = replace(
        visible(failed, dimensions={"QueueName": "failed-1a2b"}), property_dependencies={}
    )
    assert alone(sqs.dead_letter_queue_has_alarm, [failed, by_name]) == []
    other = replace(by_name, properties={**by_name.properties, "dimensions": {"QueueName": "x"}})
    assert alone(sqs.dead_letter_queue_has_alarm, [failed, other]) != []
