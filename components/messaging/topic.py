"""Topic: an encrypted SNS topic that delivers each message to all of its subscribers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import policy
from components.defaults import Defaults
from components.grants import TopicGrants

# AWS's own key for SNS: free, but its policy lets no AWS service publish.
AWS_MANAGED_KEY = "alias/aws/sns"

# It does not say for which account it uses a topic's key, and without that any account's rules
# could: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
NOT_FOR_AN_ACCOUNT = "events.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class TopicArgs:
    """Which AWS services may publish; functions get an ``Access`` instead."""

    account: pulumi.Input[str] | None = None
    """The account number on whose behalf ``services`` may publish; required with ``services``."""

    services: tuple[str, ...] = ()
    """Service principals that publish here, as ``cloudwatch.amazonaws.com``. The topic then has a
    key of its own, which costs a dollar a month: the messages of a service that may not use the
    key are dropped without an error."""

    source_arn: pulumi.Input[str] | None = None
    """ARN of the one resource on whose behalf they may publish, as a bucket; any of the account if
    not given."""

    defaults: Defaults = Defaults()
    """The stage defaults: tags."""

    def __post_init__(self) -> None:
        if self.services and self.account is None:
            raise ValueError("account must be given when AWS services publish to the topic")
        if self.source_arn is not None and not self.services:
            raise ValueError("services must name who publishes for source_arn, got none")
        if NOT_FOR_AN_ACCOUNT in self.services:
            raise ValueError(
                "services must be such as say for which account they use the topic's key; "
                f"{NOT_FOR_AN_ACCOUNT} does not: subscribe a queue to the bus instead"
            )


class Topic(TopicGrants, pulumi.ComponentResource):
    """A standard topic; publishers must use TLS."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    topic: aws.sns.Topic
    topic_policy: aws.sns.TopicPolicy
    key: aws.kms.Key | None = None
    key_arn: pulumi.Output[str] | None = None

    def __init__(
        self, name: str, args: TopicArgs = TopicArgs(), opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Topic", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        if args.services:
            self.key = aws.kms.Key(
                f"{name}-key",
                description=f"Encrypts the topic {name}",
                enable_key_rotation=True,
                policy=_key_policy(args),
                tags=args.defaults.tags,
                opts=child,
            )
            self.key_arn = self.key.arn
        self.topic = aws.sns.Topic(
            f"{name}-topic",
            kms_master_key_id=AWS_MANAGED_KEY if self.key is None else self.key.arn,
            tags=args.defaults.tags,
            opts=child,
        )
        self.topic_policy = aws.sns.TopicPolicy(
            f"{name}-policy",
            arn=self.topic.arn,
            policy=_topic_policy(self.topic.arn, args),
            opts=child,
        )

        self.name, self.arn = self.topic.name, self.topic.arn
        self.register_outputs({"arn": self.arn})


def _key_policy(args: TopicArgs) -> pulumi.Input[str]:
    owner = {
        "Effect": "Allow",
        # An account's number is short for the ARN of its root, in whichever partition.
        "Principal": {"AWS": args.account},
        "Action": "kms:*",
        "Resource": "*",
    }
    publishers = {
        "Effect": "Allow",
        "Principal": {"Service": list(args.services)},
        "Action": ["kms:GenerateDataKey*", "kms:Decrypt"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": args.account}},
    }
    return policy(owner, publishers)


def _topic_policy(arn: pulumi.Output[str], args: TopicArgs) -> pulumi.Input[str]:
    only_tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    if not args.services:
        return policy(only_tls)
    condition: dict[str, Any] = {"StringEquals": {"aws:SourceAccount": args.account}}
    if args.source_arn is not None:
        condition["ArnEquals"] = {"aws:SourceArn": args.source_arn}
    publishers = {
        "Effect": "Allow",
        "Principal": {"Service": list(args.services)},
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": condition,
    }
    return policy(only_tls, publishers)
