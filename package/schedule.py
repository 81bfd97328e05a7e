"""Schedule: a function or a workflow that starts at its time."""

from typing import Required, TypedDict

import pulumi

from components.schedule import schedule
from package.arguments import given, named_as_written
from package.function_settings import FunctionSettings
from package.stage_defaults import StageDefaults, defaults
from package.worker import worker_args


class ScheduleArgs(TypedDict, total=False):
    """When it runs, and what: a function or a workflow."""

    expression: Required[str]
    """When: rate(5 minutes), cron(0 9 ? * MON-FRI *), or at(2030-01-31T09:00:00) once."""

    function: FunctionSettings
    """The function to run: each run has its whole timeout, and starts when the run before has ended."""

    workflow: pulumi.Input[str]
    """ARN of the state machine to start instead of a function; one run may overlap the next."""

    max_receives: int
    """For a function: how often a run is tried before it moves to the dead-letter queue, 3 to 5 times; 3 unless given."""

    timezone: str
    """Time zone of a cron or at expression, as Europe/London; UTC unless given."""

    enabled: bool
    """Whether the schedule runs; true unless given."""

    flexible_minutes: int
    """How much later a run may start, 0 to 1440 minutes, so that many jobs do not start at once; 0 unless given."""

    defaults: StageDefaults
    """For a workflow: what the components of this stage have in common. A function has its own."""


class Schedule(pulumi.ComponentResource):
    """Starts a function or a workflow at its time. A function runs behind a FIFO queue: two runs never overlap, a failed one is retried, and one that fails every attempt moves to a dead-letter queue and alarms."""

    schedule_name: pulumi.Output[str]
    """Name of the schedule."""

    queue_name: pulumi.Output[str] | None
    """Name of the queue with the runs of a function."""

    queue_url: pulumi.Output[str] | None
    """URL of that queue; a message in it is one more run."""

    dead_letter_queue_name: pulumi.Output[str] | None
    """Name of the dead-letter queue with the runs that failed every attempt."""

    function_name: pulumi.Output[str] | None
    """Name of the function."""

    function_arn: pulumi.Output[str] | None
    """ARN of the function."""

    def __init__(
        self, name: str, args: ScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Schedule", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(ScheduleArgs):
            made = schedule.Schedule(name, schedule_args(args), opts=child)
        self.schedule_name = made.schedule.name
        if made.worker is not None:
            queue, function = made.worker.queue, made.worker.function
            self.queue_name, self.queue_url = queue.name, queue.url
            self.dead_letter_queue_name = queue.dead_letter_queue.name
            self.function_name, self.function_arn = function.name, function.arn
        self.register_outputs({"scheduleName": made.schedule.name})


def schedule_args(args: ScheduleArgs) -> schedule.ScheduleArgs:
    """The same as the components take it."""
    if "function" not in args:
        return schedule.ScheduleArgs(
            defaults=defaults(args.get("defaults")), **given(ScheduleArgs, args, "defaults")
        )
    if "defaults" in args:
        raise ValueError("defaults of a function's schedule are those of the function, got others")
    worker = worker_args(ScheduleArgs, args)
    others = given(ScheduleArgs, args, "function", "max_receives")
    return schedule.ScheduleArgs(worker=worker, defaults=worker.function.defaults, **others)
