"""Object fan-out: a bucket notifies several consumers of its new objects, through one topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.topic import TopicArgs
from components.objects.object_notifications import S3, notification
from components.objects.object_route import CREATED, check_filter, check_write_back
from components.references import AnyBucket, BucketRef


@dataclass(frozen=True, kw_only=True)
class ObjectFanOutArgs:
    """The bucket, which of its new objects, and the branches that are notified of them."""

    bucket: AnyBucket
    """The bucket: ours, ``aws.s3.Bucket`` or its ARN. S3 keeps one notification configuration a
    bucket: this one replaces any other that an existing bucket has."""

    account: pulumi.Input[str]
    """The number of the bucket's account, on whose behalf S3 may publish to the topic."""

    branches: Mapping[str, Branch]
    """The branches by name, each with a queue: uploads come in bursts. A function that may write
    objects below ``prefix`` to the bucket is refused: it would invoke itself."""

    prefix: str = ""
    """What the keys of the objects begin with."""

    suffix: str = ""
    """What the keys of the objects end with."""

    all_objects: bool = False
    """Notifies of every new object; must be given where neither prefix nor suffix is."""

    defaults: Defaults = Defaults()
    """The stage defaults of the topic: tags. A branch's are its function's."""

    def __post_init__(self) -> None:
        check_filter(self.prefix, self.suffix, self.all_objects)
        direct = sorted(name for name, branch in self.branches.items() if branch.function)
        if direct:
            raise ValueError(
                f"branches must have a queue: uploads come in bursts; got {', '.join(direct)}"
            )
        bucket = BucketRef.of(self.bucket)
        for name, branch in self.branches.items():
            if branch.worker is not None:
                uses = branch.worker.function.uses
                check_write_back(f"branch {name}", bucket.arn, self.prefix, (CREATED,), uses)


class ObjectFanOut(pulumi.ComponentResource):
    """Delivers S3's notification of each new object to every branch, at least once and in no
    order: S3's event is the message of SNS, and that is the body of the queue's message.
    """

    fan_out: FanOut
    notification: aws.s3.BucketNotification

    def __init__(
        self, name: str, args: ObjectFanOutArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:objects:ObjectFanOut", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        bucket = BucketRef.of(args.bucket)
        topic = TopicArgs(
            account=args.account, services=(S3,), source_arn=bucket.arn, defaults=args.defaults
        )
        made = FanOutArgs(branches=args.branches, topic=topic, defaults=args.defaults)
        self.fan_out = FanOut(name, made, opts=child)
        notified = aws.s3.BucketNotificationTopicArgs(
            topic_arn=self.fan_out.topic.arn,
            events=[CREATED],
            filter_prefix=args.prefix or None,
            filter_suffix=args.suffix or None,
        )
        # S3 tests its permission to publish, so that the topic's policy comes first.
        targets = {"topics": [notified]}
        self.notification = notification(name, args.bucket, targets, self, [self.fan_out])
        self.register_outputs({"topicArn": self.fan_out.topic.arn})
