"""SNS rules: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import sns as aws

from policies.framework.resource import UNKNOWN
from policies.rules import sns
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, dead_letter_queue, resource

FAILED = dead_letter_queue()
REDRIVE = json.dumps({"deadLetterTargetArn": arn("sqs", "failed")})


def subscription(**properties):
    return resource(aws.TopicSubscription, "s", refers={"redrivePolicy": [FAILED]}, **properties)


ALLOWED = {
    sns.subscription_has_dead_letter_queue: {
        "it has a redrive policy": [subscription(protocol="sqs", redrivePolicy=REDRIVE), FAILED],
        "it is a text message": [subscription(protocol="sms")],
        "it is an e-mail": [subscription(protocol="email")],
        "it is an e-mail in JSON": [subscription(protocol="email-json")],
    },
    sns.topic_is_encrypted: {
        "by a key of AWS": [resource(aws.Topic, "t", kmsMasterKeyId="alias/aws/sns")],
        "by its own": [resource(aws.Topic, "t", kmsMasterKeyId=arn("kms", "key/k"))],
    },
}
REFUSED = {
    sns.topic_is_encrypted: {
        "nothing is set": [resource(aws.Topic, "t")],
        "no key is named": [resource(aws.Topic, "t", kmsMasterKeyId="")],
    },
    sns.subscription_has_dead_letter_queue: {
        "nothing is set": [resource(aws.TopicSubscription, "s", protocol="sqs")],
        "its policy has no target": [
            resource(aws.TopicSubscription, "s", protocol="lambda", redrivePolicy="{}")
        ],
        "what its policy names is not known": [
            resource(aws.TopicSubscription, "s", protocol="sqs", redrivePolicy=UNKNOWN)
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
