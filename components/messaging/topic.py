"""Topic: one message to whoever subscribes, encrypted, over TLS only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, policy
from components.defaults import Defaults

# AWS's own key for SNS: free, but no AWS service can be admitted to it.
AWS_MANAGED_KEY = "alias/aws/sns"

# It does not say for which account it uses a topic's key, and without that anyone's rules could:
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
NOT_FOR_AN_ACCOUNT = "events.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class TopicArgs:
    """``services`` are the AWS services, as ``cloudwatch.amazonaws.com``, that publish here, and
    ``source_arn`` is on whose behalf, as of one bucket; without it, anything of the account.
    """

    account: pulumi.Input[str] | None = None
    services: tuple[str, ...] = ()
    source_arn: pulumi.Input[str] | None = None
    defaults: Defaults = Defaults()

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


class Topic(pulumi.ComponentResource):
    """Where AWS services publish it has a key of its own that admits them: with AWS's managed key
    their notifications would be dropped without a word.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: TopicArgs = TopicArgs(), opts: pulumi.ResourceOptions | None = None
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
                tags=args.defaults.tags,
                opts=child,
            ).arn
        topic = aws.sns.Topic(
            f"{name}-topic", kms_master_key_id=key, tags=args.defaults.tags, opts=child
        )
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
