"""Rules on senders of topics and on topics of alarms: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, kms, s3, sns

from policies.framework.resource import UNKNOWN
from policies.rules import sns_senders
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

RULE = resource(cloudwatch.EventRule, "placed", arn=arn("events", "rule/placed"))
BUCKET = resource(s3.Bucket, "files", arn="arn:aws:s3:::files")


def topic(key=None, stack="dev", **properties):
    refers = {"kmsMasterKeyId": [key]} if key else {}
    if key:
        properties["kmsMasterKeyId"] = arn("kms", "key/1")
    return resource(sns.Topic, "news", refers, stack, arn=arn("sns", "news"), **properties)


TOPIC = topic()
TARGET = resource(
    cloudwatch.EventTarget, "t", refers={"rule": [RULE], "arn": [TOPIC]}, arn=arn("sns", "news")
)
NOTIFICATION = resource(
    s3.BucketNotification,
    "n",
    refers={"bucket": [BUCKET], "topics": [TOPIC]},
    topics=[{"topicArn": arn("sns", "news")}],
)


def alarm(of=TOPIC, kind=cloudwatch.MetricAlarm, stack="dev"):
    refers = {"alarmActions": [of]}
    return resource(kind, "a", refers, stack, alarmActions=[arn("sns", "news")])


def allow(service, action="sns:Publish", **condition):
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": action,
        "Resource": "*",
        **({"Condition": condition} if condition else {}),
    }


def policy(*statements, about=()):
    return resource(
        sns.TopicPolicy,
        "policy",
        refers={"arn": [TOPIC], "policy": about},
        arn=arn("sns", "news"),
        policy=json.dumps({"Statement": list(statements)}),
    )


FOR_RULE = allow("events", ArnEquals={"aws:SourceArn": RULE.properties["arn"]})
DENIED = {**allow("cloudwatch"), "Effect": "Deny"}
USE = allow("cloudwatch", ["kms:GenerateDataKey*", "kms:Decrypt"])
PROD = topic(stack="prod")


def key(*statements):
    return resource(kms.Key, "key", policy=json.dumps({"Statement": list(statements)}))


def subscription(of):
    return resource(
        sns.TopicSubscription,
        "s",
        {"topic": [of]},
        "prod",
        topic=arn("sns", "news"),
        protocol="email",
    )


BESIDE = resource(
    kms.KeyPolicy,
    "beside",
    refers={"keyId": [resource(kms.Key, "key")]},
    policy=json.dumps({"Statement": [USE]}),
)
SOME = {"filterPolicy": json.dumps({"stage": ["dev"]})}
ALLOWED = {
    sns_senders.topic_allows_sender: {
        "a rule's topic": [RULE, TOPIC, TARGET, policy(FOR_RULE, about=[RULE])],
        "a bucket's topic": [
            *(BUCKET, TOPIC, NOTIFICATION),
            policy(allow("s3", ArnLike={"aws:SourceArn": "arn:aws:s3:::files"}), about=[BUCKET]),
        ],
    },
    sns_senders.alarm_topic_has_subscription: {
        "it has one": [PROD, alarm(PROD, stack="prod"), subscription(PROD)],
        "one of two gets all": [
            *(PROD, alarm(PROD, stack="prod"), subscription(PROD)),
            resource(sns.TopicSubscription, "some", {"topic": [PROD]}, "prod", **SOME),
        ],
        "no alarm notifies it": [PROD],
        "it is not in prod": [TOPIC, alarm()],
    },
    sns_senders.alarm_topic_allows_cloudwatch: {
        "it has no policy but SNS's": [TOPIC, alarm()],
        "CloudWatch may publish": [TOPIC, alarm(), policy(allow("cloudwatch"))],
        "CloudWatch may publish for the account": [
            *(TOPIC, alarm()),
            policy(allow("cloudwatch", StringEquals={"aws:SourceAccount": "123456789012"})),
        ],
        "no alarm notifies it": [TOPIC, policy(FOR_RULE)],
    },
    sns_senders.alarm_topic_key_allows_cloudwatch: {
        "a key that CloudWatch may use": [key(USE), topic(key(USE)), alarm()],
        "a policy beside the key": [
            *(resource(kms.Key, "key"), topic(resource(kms.Key, "key")), alarm(), BESIDE)
        ],
        "no key": [TOPIC, alarm()],
        "no alarm notifies it": [topic(kmsMasterKeyId="alias/aws/sns")],
    },
}
ALLOWED[sns_senders.subscription_delivers_over_https] = {
    "it does": [resource(sns.TopicSubscription, "s", protocol="https")],
    "a queue": [resource(sns.TopicSubscription, "s", protocol="sqs")],
}
TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sns:Publish",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
ALLOWED[sns_senders.topic_policy_refuses_plain_requests] = {
    "beside what it allows": [TOPIC, policy(FOR_RULE, TLS)],
    "every action": [TOPIC, policy({**TLS, "Action": "SNS:*"})],
    "its own": [topic(policy=json.dumps({"Statement": [TLS]}))],
    "what SNS gave it, as an update sees it": [
        topic(policy=json.dumps({"Id": "__default_policy_ID", "Statement": [FOR_RULE]})),
    ],
    "the one beside took the place of its own": [
        topic(policy=json.dumps({"Statement": [FOR_RULE]})),
        policy(FOR_RULE, TLS),
    ],
    "it has none": [TOPIC],
}
REFUSED = {
    sns_senders.topic_policy_refuses_plain_requests: {
        "it only allows": [TOPIC, policy(FOR_RULE)],
        "its own only allows": [topic(policy=json.dumps({"Statement": [FOR_RULE]}))],
        "it is about another action": [TOPIC, policy({**TLS, "Action": "sns:Subscribe"})],
    },
    sns_senders.subscription_delivers_over_https: {
        "it does not": [resource(sns.TopicSubscription, "s", protocol="http")],
        "it is not known yet": [resource(sns.TopicSubscription, "s", protocol=UNKNOWN)],
    },
    sns_senders.topic_allows_sender: {
        "there is no policy for the rule": [RULE, TOPIC, TARGET, policy(allow("s3"))],
        "there is no policy": [BUCKET, TOPIC, NOTIFICATION],
        "AWS's key does not allow the rule": [
            RULE,
            topic(kmsMasterKeyId="alias/aws/sns"),
            TARGET,
            policy(FOR_RULE, about=[RULE]),
        ],
    },
    sns_senders.alarm_topic_has_subscription: {
        "it has none": [PROD, alarm(PROD, stack="prod")],
        "it has one to some": [
            *(PROD, alarm(PROD, stack="prod")),
            resource(sns.TopicSubscription, "some", {"topic": [PROD]}, "prod", **SOME),
        ],
        "a composite alarm notifies it": [
            *(PROD, alarm(PROD, cloudwatch.CompositeAlarm, stack="prod"))
        ],
    },
    sns_senders.alarm_topic_allows_cloudwatch: {
        "its policy is for a rule": [TOPIC, alarm(), policy(allow("events"))],
        "its policy denies CloudWatch": [TOPIC, alarm(), policy(allow("cloudwatch"), DENIED)],
        "its policy allows to subscribe": [
            *(TOPIC, alarm(), policy(allow("cloudwatch", "sns:Subscribe")))
        ],
    },
    sns_senders.alarm_topic_key_allows_cloudwatch: {
        "AWS's key": [topic(kmsMasterKeyId="alias/aws/sns"), alarm()],
        "a key without CloudWatch": [
            *(key(allow("s3", "kms:*")), topic(key(allow("s3", "kms:*"))), alarm())
        ],
        "a key that CloudWatch may decrypt with only": [
            key(allow("cloudwatch", "kms:Decrypt")),
            topic(key(allow("cloudwatch", "kms:Decrypt"))),
            alarm(kind=cloudwatch.CompositeAlarm),
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
