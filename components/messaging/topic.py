"""Topic: one message to whoever subscribes, encrypted, over TLS only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.access import Access, policy

# AWS's own key for SNS: free, but no AWS service can be admitted to it.
AWS_MANAGED_KEY = "alias/aws/sns"


@dataclass(frozen=True, kw_only=True)
class TopicArgs:
    """``services`` are the AWS services, as ``cloudwatch.amazonaws.com``, that publish here."""

    account: pulumi.Input[str] | None = None
    services: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.services and self.account is None:
            raise ValueError("account must be given when AWS services publish to the topic")


class Topic(pulumi.ComponentResource):
    """Where AWS services publish it has a key of its own that admits them: with AWS's managed key
    their notifications would be dropped without a word.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: TopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Topic", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        key: pulumi.Input[str] = AWS_MANAGED_KEY
        if args.services:
            key = aws.kms.Key(
                f"{name}-key",
                description=f"Encrypts the topic {name}",
                enable_key_rotation=True,
                policy=_key_policy(args),
                tags=args.tags,
                opts=child,
            ).arn
        topic = aws.sns.Topic(f"{name}-topic", kms_master_key_id=key, tags=args.tags, opts=child)
        aws.sns.TopicPolicy(
            f"{name}-policy", arn=topic.arn, policy=_topic_policy(topic.arn, args), opts=child
        )

        self.name, self.arn = topic.name, topic.arn
        self.register_outputs({"arn": self.arn})

    def publish(self, variable: str) -> Access:
        """Let a function publish here; it finds the topic's ARN in ``variable``."""
        return Access(
            actions=("sns:Publish",), resources=(self.arn,), environment={variable: self.arn}
        )


def _key_policy(args: TopicArgs) -> pulumi.Input[str]:
    owner = {
        "Effect": "Allow",
        "Principal": {"AWS": pulumi.Output.format("arn:aws:iam::{0}:root", args.account or "")},
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
    publishers = {
        "Effect": "Allow",
        "Principal": {"Service": list(args.services)},
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": args.account}},
    }
    return policy(only_tls, publishers)
