"""Schedule: a function that starts at its time."""

from typing import Required, TypedDict

import pulumi

from components.schedule import schedule
from package.arguments import given, named_as_written
from package.function_settings import FunctionSettings
from package.worker import worker_args


class ScheduleArgs(TypedDict, total=False):
    """When the function runs, and how."""

    expression: Required[str]
    """When: rate(5 minutes), cron(0 9 ? * MON-FRI *), or at(2030-01-31T09:00:00) once."""

    function: Required[FunctionSettings]
    """The function: each run has its whole timeout, and starts when the run before has ended."""

    max_receives: int
    """How often a run is tried before it moves to the dead-letter queue, 3 to 5 times; 3 unless given."""

    timezone: str
    """Time zone of a cron or at expression, as Europe/London; UTC unless given."""

    enabled: bool
    """Whether the schedule runs; true unless given."""

    flexible_minutes: int
    """How much later a run may start, 0 to 1440 minutes, so that many jobs do not start at once; 0 unless given."""


class Schedule(pulumi.ComponentResource):
    """Starts a function at its time through a FIFO queue: two runs never overlap, a failed one is retried, and one that fails every try is kept in a dead-letter queue and alarms."""

    queue_name: pulumi.Output[str]
    """Name of the queue that holds the runs."""

    queue_url: pulumi.Output[str]
    """URL of that queue; a message in it is one more run."""

    dead_letter_queue_name: pulumi.Output[str]
    """Name of the dead-letter queue of runs that failed every try."""

    function_name: pulumi.Output[str]
    """Name of the function."""

    function_arn: pulumi.Output[str]
    """ARN of the function."""

    def __init__(
        self, name: str, args: ScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Schedule", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(ScheduleArgs):
            worker = worker_args(ScheduleArgs, args)
            schedule_args = schedule.ScheduleArgs(
                worker=worker,
                defaults=worker.function.defaults,
                **given(ScheduleArgs, args, "function", "max_receives"),
            )
            made = schedule.Schedule(name, schedule_args, opts=child)
        assert made.worker is not None
        queue, function = made.worker.queue, made.worker.function
        self.queue_name, self.queue_url = queue.name, queue.url
        self.dead_letter_queue_name = queue.dead_letter_queue.name
        self.function_name, self.function_arn = function.name, function.arn
        self.register_outputs({"queueUrl": queue.url, "functionName": function.name})
