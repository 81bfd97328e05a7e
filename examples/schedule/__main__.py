"""Cleanup: a function that runs every minute, and never twice at once."""

import pulumi

from components.compute.function import FunctionArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.schedule.schedule import Schedule, ScheduleArgs

cleanup = Schedule(
    "cleanup",
    ScheduleArgs(
        expression="rate(1 minute)",
        worker=QueueWorkerArgs(
            function=FunctionArgs(handler="cleanup.handle", code="app", preset="io"),
            fifo=True,
        ),
    ),
)

pulumi.export("scheduleName", cleanup.schedule.name)
pulumi.export("logs", cleanup.worker.function.log_group.name)
