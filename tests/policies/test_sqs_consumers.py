"""Rules on consumers of queues and what dead-letter queues keep: what they allow and refuse."""

from __future__ import annotations

import json
from dataclasses import replace

from pulumi_aws import cloudwatch, iam, lambda_, pipes, scheduler, sns, sqs

from policies.framework.resource import UNKNOWN
from policies.rules import sqs_consumers
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, dead_letter_queue, redriven_to, resource

DAY = 86_400.0
QUEUE = resource(sqs.Queue, "work", arn=arn("sqs", "work"))
FAILED = dead_letter_queue(messageRetentionSeconds=14 * DAY)
WORK = redriven_to(FAILED)
TARGET = resource(cloudwatch.EventTarget, "t", refers={"arn": [QUEUE]}, arn=arn("sqs", "work"))
FUNCTION = resource(lambda_.Function, "f", timeout=30.0)
FED = resource(
    sns.TopicSubscription, "s", refers={"endpoint": [QUEUE]}, endpoint=arn("sqs", "work")
)
SENDER = resource(
    lambda_.Function, "sender", refers={"environment": [QUEUE]}, environment={"variables": {}}
)
RUN = resource(scheduler.Schedule, "r", refers={"target": [QUEUE]}, target={"arn": arn("sqs", "w")})
BY_A_PIPE = resource(pipes.Pipe, "p", refers={"source": [QUEUE]}, source=arn("sqs", "work"))


def mapping(queue=QUEUE, function=FUNCTION):
    return resource(
        lambda_.EventSourceMapping,
        "m",
        refers={"eventSourceArn": [queue], "functionName": [function]},
        eventSourceArn=arn("sqs", "work"),
        functionName=arn("lambda", "function:f"),
    )


def hidden(seconds):
    return resource(sqs.Queue, "work", arn=arn("sqs", "work"), visibilityTimeoutSeconds=seconds)


def role(service):
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return resource(iam.Role, "r", assumeRolePolicy=json.dumps({"Statement": [trust]}))


def right(of, *actions, on=QUEUE.properties["arn"]):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": on}
    return resource(
        iam.RolePolicy,
        "right",
        refers={"role": [of], "policy": [QUEUE]},
        policy=json.dumps({"Statement": [statement]}),
    )


def taking(permission, source="", refers=(), inline=False):
    """The dead-letter queue with a redrive allow policy."""
    said = {"redrivePermission": permission, **({"sourceQueueArns": [source]} if source else {})}
    if inline:
        return [
            resource(
                sqs.Queue,
                "failed",
                refers={"redriveAllowPolicy": refers},
                arn=arn("sqs", "failed"),
                redriveAllowPolicy=json.dumps(said),
            )
        ]
    beside = resource(
        sqs.RedriveAllowPolicy,
        "takes",
        refers={"queueUrl": [FAILED], "redriveAllowPolicy": refers},
        redriveAllowPolicy=json.dumps(said),
    )
    return [FAILED, beside]


def customer_managed(action, effect="Allow"):
    """A policy on the queue that is attached elsewhere."""
    statement = {"Effect": effect, "Action": action, "Resource": arn("sqs", "work")}
    return resource(
        iam.Policy, "p", refers={"policy": [QUEUE]}, policy=json.dumps({"Statement": [statement]})
    )


def of_the_queue(action):
    """The queue's policy, for another account."""
    statement = {"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": action, "Resource": "*"}
    text = json.dumps({"Statement": [statement]})
    return resource(sqs.QueuePolicy, "p", refers={"queueUrl": [QUEUE]}, policy=text)


def plain_refused(on):
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": on}
    text = json.dumps({"Statement": [statement]})
    return resource(sqs.QueuePolicy, "p", refers={"queueUrl": [QUEUE]}, policy=text)


NOT_MADE = replace(WORK, properties={**WORK.properties, "arn": UNKNOWN})
FED_FAILED = resource(cloudwatch.EventTarget, "t", refers={"arn": [FAILED]}, arn=arn("sqs", "x"))
TASK, LAMBDA = role("ecs-tasks.amazonaws.com"), role("lambda.amazonaws.com")
ALIAS = resource(lambda_.Alias, "a", refers={"functionName": [FUNCTION]})
ALLOWED = {
    sqs_consumers.queue_has_consumer: {
        "a function reads it": [QUEUE, TARGET, mapping()],
        "a pipe reads it": [QUEUE, TARGET, BY_A_PIPE],
        "a container may read it": [QUEUE, TARGET, TASK, right(TASK, "sqs:ReceiveMessage")],
        "a user may read it": [QUEUE, TARGET, customer_managed("sqs:ReceiveMessage")],
        "another account may read it": [QUEUE, TARGET, of_the_queue("sqs:ReceiveMessage")],
        "a dead-letter queue that a rule sends to": [WORK, FAILED, FED_FAILED],
        "nothing sends to it": [QUEUE],
        "it is a dead-letter queue": [WORK, FAILED],
    },
    sqs_consumers.message_stays_hidden: {
        "for six timeouts": [hidden(180.0), FUNCTION, mapping(hidden(180.0))],
        "for five timeouts": [hidden(150.0), FUNCTION, mapping(hidden(150.0))],
        "by default, of a function of six seconds": [
            *(QUEUE, resource(lambda_.Function, "f", timeout=6.0)),
            mapping(function=resource(lambda_.Function, "f", timeout=6.0)),
        ],
        "by default, of a function without a timeout": [
            *(QUEUE, resource(lambda_.Function, "f")),
            mapping(function=resource(lambda_.Function, "f")),
        ],
    },
    sqs_consumers.dead_letter_queue_keeps_messages: {
        "two weeks, its queue four days": [WORK, FAILED],
        "four days, and its queue too, by default": [
            *(redriven_to(dead_letter_queue()), dead_letter_queue())
        ],
        "it is no dead-letter queue": [resource(sqs.Queue, "q", messageRetentionSeconds=60.0)],
    },
    sqs_consumers.dead_letter_queue_takes_source: {
        "nothing is said": [WORK, FAILED],
        "from every queue": [WORK, *taking("allowAll")],
        "from this one": [WORK, *taking("byQueue", arn("sqs", "work"), [WORK])],
        "from what may be this one": [NOT_MADE, *taking("byQueue", "work")],
        "from this one, said with the queue": [
            WORK,
            *taking("byQueue", arn("sqs", "work"), [WORK], inline=True),
        ],
        "it has no dead-letter queue": [QUEUE, *taking("denyAll")],
    },
}
REFUSED = {
    sqs_consumers.queue_has_consumer: {
        "a rule sends to it": [QUEUE, TARGET],
        "a topic sends to it": [QUEUE, FED],
        "a schedule sends to it": [QUEUE, RUN],
        "a function has its URL": [QUEUE, SENDER],
        "a container may send to it": [
            *(QUEUE, TARGET, TASK, right(TASK, "sqs:SendMessage", on="work"))
        ],
        "its policy refuses plain requests": [QUEUE, TARGET, plain_refused("*")],
        "its policy refuses plain requests to itself": [
            *(QUEUE, TARGET, plain_refused(arn("sqs", "work")))
        ],
        "another account may send to it": [QUEUE, TARGET, of_the_queue("sqs:SendMessage")],
        "a function may read it, and does not": [
            *(QUEUE, TARGET, LAMBDA, right(LAMBDA, "sqs:ReceiveMessage"))
        ],
    },
    sqs_consumers.message_stays_hidden: {
        "for less than a timeout": [hidden(10.0), FUNCTION, mapping(hidden(10.0))],
        "for one timeout": [hidden(30.0), FUNCTION, mapping(hidden(30.0))],
        "for almost five timeouts": [hidden(149.0), FUNCTION, mapping(hidden(149.0))],
        "by default": [QUEUE, FUNCTION, mapping()],
        "the mapping names an alias": [QUEUE, FUNCTION, ALIAS, mapping(function=ALIAS)],
        "by default, of a function of seven seconds": [
            *(QUEUE, resource(lambda_.Function, "f", timeout=7.0)),
            mapping(function=resource(lambda_.Function, "f", timeout=7.0)),
        ],
    },
    sqs_consumers.dead_letter_queue_keeps_messages: {
        "an hour": [
            redriven_to(dead_letter_queue(messageRetentionSeconds=3600.0)),
            dead_letter_queue(messageRetentionSeconds=3600.0),
        ],
        "an hour, as its queue": [
            redriven_to(
                dead_letter_queue(messageRetentionSeconds=3600.0), messageRetentionSeconds=3600.0
            ),
            dead_letter_queue(messageRetentionSeconds=3600.0),
        ],
        "almost four days": [
            *(
                redriven_to(dead_letter_queue()),
                dead_letter_queue(messageRetentionSeconds=4 * DAY - 1),
            )
        ],
        "less than its queue": [
            redriven_to(dead_letter_queue(), messageRetentionSeconds=14 * DAY),
            dead_letter_queue(messageRetentionSeconds=7 * DAY),
        ],
        "less than its queue, by default": [
            *(
                redriven_to(dead_letter_queue(), messageRetentionSeconds=5 * DAY),
                dead_letter_queue(),
            )
        ],
        "less than a queue whose redrive policy is beside it": [
            resource(sqs.Queue, "work", arn=arn("sqs", "work"), messageRetentionSeconds=14 * DAY),
            resource(
                sqs.RedrivePolicy,
                "r",
                refers={
                    "queueUrl": [resource(sqs.Queue, "work")],
                    "redrivePolicy": [dead_letter_queue()],
                },
                redrivePolicy=json.dumps({"deadLetterTargetArn": arn("sqs", "failed")}),
            ),
            dead_letter_queue(),
        ],
    },
    sqs_consumers.dead_letter_queue_takes_source: {
        "from none": [WORK, *taking("denyAll")],
        "from another": [WORK, *taking("byQueue", arn("sqs", "other"))],
        "from none, said with the queue": [WORK, *taking("denyAll", inline=True)],
    },
}


def test_a_policy_that_denies_or_only_sends_makes_no_consumer():
    rule = sqs_consumers.queue_has_consumer
    for given in (
        customer_managed("sqs:ReceiveMessage", "Deny"),
        customer_managed("sqs:SendMessage"),
    ):
        assert alone(rule, [QUEUE, TARGET, given]) != []


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
