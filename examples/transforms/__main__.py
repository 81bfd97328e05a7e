"""Jobs: a queue worker whose dead-letter queue and log group are changed from outside."""

import pulumi

from components.compute.function import FunctionArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs


def changed(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    """Messages in the dead-letter queue for a week, log entries for ten years."""
    if args.name == "jobs-dead-letters":
        props = {**args.props, "messageRetentionSeconds": 7 * 24 * 60 * 60}
    elif args.type_ == "aws:cloudwatch/logGroup:LogGroup":
        props = {**args.props, "retentionInDays": 3653}
    else:
        return None
    return pulumi.ResourceTransformResult(props, args.opts)


jobs = QueueWorker(
    "jobs",
    QueueWorkerArgs(function=FunctionArgs(handler="jobs.handle", code="app", preset="io")),
    opts=pulumi.ResourceOptions(transforms=[changed]),
)

pulumi.export("deadLettersUrl", jobs.queue.dead_letter_queue.url)
pulumi.export("logs", jobs.function.log_group.name)
