"""Object fan-out: what lands in a bucket is told to several functions, each at its own pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.topic import TopicArgs
from components.objects.bucket import Bucket

S3 = "s3.amazonaws.com"
CREATED = "s3:ObjectCreated:*"


@dataclass(frozen=True, kw_only=True)
class ObjectFanOutArgs:
    """Which new objects (by how their keys begin and end), and the branches by name.

    The branches' topic is open to this bucket of this ``account``. A branch that writes to the
    bucket must write where ``prefix`` and ``suffix`` do not look, or it would feed itself.
    """

    bucket: Bucket
    account: pulumi.Input[str]
    branches: Mapping[str, Branch]
    prefix: str = ""
    suffix: str = ""
    all_objects: bool = False
    defaults: Defaults = Defaults()

    def __post_init__(self) -> None:
        if not (self.prefix or self.suffix or self.all_objects):
            raise ValueError("prefix or suffix must be given, or all_objects=True; got neither")
        if self.all_objects and (self.prefix or self.suffix):
            raise ValueError("all_objects leaves no room for prefix or suffix; got both")
        direct = sorted(name for name, branch in self.branches.items() if branch.direct)
        if direct:
            raise ValueError(f"branches must not be direct: uploads burst; got {', '.join(direct)}")


class ObjectFanOut(pulumi.ComponentResource):
    """Each branch gets S3's own event, inside SNS's message, inside the queue's: at least once,
    and in no order.
    """

    fan_out: FanOut

    def __init__(
        self, name: str, args: ObjectFanOutArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:objects:ObjectFanOut", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        topic = TopicArgs(
            account=args.account,
            services=(S3,),
            source_arn=args.bucket.arn,
            defaults=args.defaults,
        )
        self.fan_out = FanOut(name, FanOutArgs(branches=args.branches, topic=topic), opts=child)
        told = aws.s3.BucketNotificationTopicArgs(
            topic_arn=self.fan_out.topic.arn,
            events=[CREATED],
            filter_prefix=args.prefix or None,
            filter_suffix=args.suffix or None,
        )
        # S3 asks the topic whether it may, so that the topic's policy comes first.
        after = pulumi.ResourceOptions(parent=self, depends_on=[self.fan_out])
        args.bucket.notify(name, told, after)
        self.register_outputs({"topicArn": self.fan_out.topic.arn})
