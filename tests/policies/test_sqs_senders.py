"""Rules on senders of queues: what they allow and what they refuse."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import cloudwatch, kms, s3, sns, sqs

from policies.rules import sqs_senders
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource

RULE = resource(cloudwatch.EventRule, "placed", arn=arn("events", "rule/placed"))
OTHER = resource(cloudwatch.EventRule, "other", arn=arn("events", "rule/other"))
TOPIC = resource(sns.Topic, "news", arn=arn("sns", "news"))
BUCKET = resource(s3.Bucket, "files", arn="arn:aws:s3:::files")
QUEUE = resource(sqs.Queue, "failed", arn=arn("sqs", "failed"))
KEY_QUEUE = resource(
    sqs.Queue,
    "failed",
    refers={"kmsMasterKeyId": []},
    arn=arn("sqs", "failed"),
    kmsMasterKeyId="alias/aws/sqs",
)
TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def allow(service, **condition):
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn("sqs", "failed"),
        "Condition": condition,
    }


def for_rule(rule=RULE, operator="ArnEquals", key="aws:SourceArn"):
    return allow("events", **{operator: {key: rule.properties["arn"]}})


def policy(*statements, of=QUEUE, about=()):
    return resource(
        sqs.QueuePolicy,
        "policy",
        refers={"queueUrl": [of], "policy": [of, *about]},
        policy=json.dumps({"Statement": list(statements)}),
    )


def target(**more):
    return resource(
        cloudwatch.EventTarget,
        "t",
        refers={"rule": [RULE], "deadLetterConfig": [QUEUE], **more.pop("refers", {})},
        deadLetterConfig={"arn": arn("sqs", "failed")},
        **more,
    )


TO_QUEUE = resource(
    cloudwatch.EventTarget,
    "t",
    refers={"rule": [RULE], "arn": [QUEUE]},
    arn=arn("sqs", "failed"),
)
BY_ROLE = resource(
    cloudwatch.EventTarget,
    "t",
    refers={"rule": [RULE], "arn": [QUEUE]},
    arn=arn("sqs", "failed"),
    roleArn=arn("iam", "role/r"),
)
SUBSCRIPTION = resource(
    sns.TopicSubscription,
    "s",
    refers={"topic": [TOPIC], "endpoint": [QUEUE]},
    protocol="sqs",
    endpoint=arn("sqs", "failed"),
)
REDRIVEN = resource(
    sns.TopicSubscription,
    "s",
    refers={"topic": [TOPIC], "redrivePolicy": [QUEUE]},
    protocol="lambda",
)
NOTIFICATION = resource(
    s3.BucketNotification,
    "n",
    refers={"bucket": [BUCKET], "queues": [QUEUE]},
    queues=[{"queueArn": arn("sqs", "failed")}],
)
FOR_TOPIC = allow("sns", ArnLike={"AWS:SourceArn": arn("sns", "*")})


def key(*statements):
    return resource(kms.Key, "key", policy=json.dumps({"Statement": list(statements)}))


def use(service, *actions):
    principal = {"Service": f"{service}.amazonaws.com"}
    return {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": "*"}


USE = use("events", "kms:GenerateDataKey*", "kms:Decrypt")
EVERYTHING = use("events", "kms:*")


def encrypted(key):
    return resource(
        sqs.Queue,
        "failed",
        refers={"kmsMasterKeyId": [key]},
        arn=arn("sqs", "failed"),
        kmsMasterKeyId=arn("kms", "key/1"),
    )


TO_TOPIC = resource(
    cloudwatch.EventTarget,
    "t",
    refers={"rule": [RULE], "arn": [TOPIC]},
    arn=arn("sns", "news"),
)
# A key of AWS, which no service but its own may use.
KEY_TOPIC = resource(sns.Topic, "news", arn=arn("sns", "news"), kmsMasterKeyId="alias/aws/sqs")
ALLOWED = {
    sqs_senders.queue_allows_sender: {
        "a topic is another rule's": [RULE, TOPIC, TO_TOPIC],
        "a dead-letter queue of a rule's target": [
            *(RULE, QUEUE, target(), policy(TLS, for_rule(), about=[RULE]))
        ],
        "the rule's target": [RULE, QUEUE, TO_QUEUE, policy(for_rule(), about=[RULE])],
        "the target is called under a role": [RULE, QUEUE, BY_ROLE],
        "a subscribed queue": [TOPIC, QUEUE, SUBSCRIPTION, policy(FOR_TOPIC, about=[TOPIC])],
        "a subscription's dead-letter queue": [
            *(TOPIC, QUEUE, REDRIVEN, policy(FOR_TOPIC, about=[TOPIC]))
        ],
        "a bucket's notifications": [
            *(BUCKET, QUEUE, NOTIFICATION),
            policy(
                allow("s3", StringEquals={"aws:SourceArn": "arn:aws:s3:::files"}), about=[BUCKET]
            ),
        ],
        "the policy is the queue's own": [
            RULE,
            resource(
                sqs.Queue,
                "failed",
                refers={"policy": [RULE]},
                arn=arn("sqs", "failed"),
                policy=json.dumps({"Statement": [for_rule()]}),
            ),
            target(),
        ],
        "every action, in another case": [
            *(RULE, QUEUE, target()),
            policy({**for_rule(), "Action": ["SQS:*"]}, about=[RULE]),
        ],
        "the queue is in another stack": [
            RULE,
            resource(
                cloudwatch.EventTarget,
                "t",
                refers={"rule": [RULE]},
                deadLetterConfig={"arn": arn("sqs", "elsewhere")},
            ),
        ],
    },
    sqs_senders.queue_key_allows_sender: {
        "a key that the service may use": [RULE, key(USE), encrypted(key(USE)), target()],
        "a key that the service may use, with every right": [
            *(RULE, key(EVERYTHING), encrypted(key(EVERYTHING)), target())
        ],
        "no key but that of SQS": [RULE, QUEUE, target()],
        "a topic's key is another rule's": [RULE, KEY_TOPIC, TO_TOPIC],
        "a key of another stack": [
            RULE,
            resource(sqs.Queue, "failed", arn=arn("sqs", "failed"), kmsMasterKeyId="1234"),
            target(),
        ],
    },
    sqs_senders.queue_policy_refuses_plain_requests: {
        "beside what it allows": [QUEUE, policy(allow("sns"), TLS)],
        "to all accounts": [QUEUE, policy({**TLS, "Principal": {"AWS": "*"}})],
        "its own": [resource(sqs.Queue, "failed", policy=json.dumps({"Statement": TLS}))],
        "a key that may be absent": [
            *(
                QUEUE,
                policy({**TLS, "Condition": {"BoolIfExists": {"AWS:SecureTransport": [False]}}}),
            )
        ],
        "it has none": [QUEUE],
    },
}
REFUSED = {
    sqs_senders.queue_allows_sender: {
        "there is no policy": [RULE, QUEUE, target()],
        "it is about plain requests only": [RULE, QUEUE, target(), policy(TLS)],
        "it is for another rule": [
            RULE,
            OTHER,
            QUEUE,
            target(),
            policy(for_rule(OTHER), about=[OTHER]),
        ],
        "it is for another service": [
            *(RULE, QUEUE, target(), policy({**FOR_TOPIC, "Condition": {}}, about=[TOPIC])),
            TOPIC,
        ],
        "it allows another action": [
            *(RULE, QUEUE, target()),
            policy({**for_rule(), "Action": "sqs:ReceiveMessage"}),
        ],
        "it denies what it allows": [
            *(RULE, QUEUE, target()),
            policy(for_rule(), {**TLS, "Condition": {}}),
        ],
        "a subscribed queue without one": [TOPIC, QUEUE, SUBSCRIPTION],
        "a subscription's dead-letter queue without one": [TOPIC, QUEUE, REDRIVEN],
        "a bucket's queue without one": [BUCKET, QUEUE, NOTIFICATION],
        "a target queue without one": [RULE, QUEUE, TO_QUEUE],
    },
    sqs_senders.queue_key_allows_sender: {
        "the key of AWS": [RULE, KEY_QUEUE, target()],
        "a key with its own policy only": [
            *(RULE, resource(kms.Key, "key"), encrypted(resource(kms.Key, "key")), target())
        ],
        "a key that the service may not decrypt with": [
            RULE,
            key(use("events", "kms:GenerateDataKey")),
            encrypted(key(use("events", "kms:GenerateDataKey"))),
            target(),
        ],
        "a key for another service": [
            RULE,
            key(use("sns", "kms:GenerateDataKey", "kms:Decrypt")),
            encrypted(key(use("sns", "kms:GenerateDataKey", "kms:Decrypt"))),
            target(),
        ],
    },
    sqs_senders.queue_policy_refuses_plain_requests: {
        "it only allows": [QUEUE, policy(allow("sns"))],
        "its own only allows": [
            resource(sqs.Queue, "failed", policy=json.dumps({"Statement": allow("sns")}))
        ],
        "it refuses one account": [
            *(QUEUE, policy({**TLS, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}))
        ],
        "it refuses to send only": [QUEUE, policy({**TLS, "Action": "sqs:SendMessage"})],
        "it refuses TLS": [
            *(QUEUE, policy({**TLS, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}))
        ],
        "it allows plain requests": [QUEUE, policy({**TLS, "Effect": "Allow"})],
        "another condition is needed as well": [
            QUEUE,
            policy({**TLS, "Condition": {**TLS["Condition"], "StringEquals": {"a": "b"}}}),
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize("operator", ["ArnLike", "StringEquals", "StringLike"])
@pytest.mark.parametrize("name", ["aws:SourceArn", "AWS:SourceArn"])
def test_a_condition_is_read_in_every_spelling(operator, name):
    said = policy(for_rule(operator=operator, key=name), about=[RULE])
    assert all_violations(sqs_senders.queue_allows_sender, [RULE, QUEUE, target(), said]) == []


def test_a_policy_for_the_account_allows_its_rules():
    said = policy(allow("events", StringEquals={"aws:SourceAccount": "123456789012"}))
    assert alone(sqs_senders.queue_allows_sender, [RULE, QUEUE, target(), said]) == []
