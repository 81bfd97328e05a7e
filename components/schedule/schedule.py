"""Schedule: a job that EventBridge Scheduler starts at its time, with alarms on failed runs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.limits import exactly_one, within
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.observability import execution_alarms
from components.references import AnyFunction, AnyWorkflow, FunctionRef, WorkflowRef
from components.roles import role_for
from components.schedule import expression

# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html
FLEXIBLE_MINUTES = (0, 1440)

# The scheduler fills these in:
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
TIME = "<aws.scheduler.scheduled-time>"
RUN = "<aws.scheduler.execution-id>"


@dataclass(frozen=True, kw_only=True)
class ScheduleArgs:
    """When the schedule runs, and what it starts: a queue worker, a workflow or a function."""

    expression: str
    """``rate(5 minutes)``, ``cron(0 3 * * ? *)`` or ``at(2030-01-31T09:00:00)``."""

    worker: QueueWorkerArgs | None = None
    """A queue worker to make: its queue is FIFO and its batch size 1. Its function's ``defaults``
    must be the schedule's."""

    workflow: AnyWorkflow | None = None
    """A workflow to start: ours, ``aws.sfn.StateMachine`` or its ARN."""

    function: AnyFunction | None = None
    """A function to invoke asynchronously: ours, ``aws.lambda_.Function`` or its ARN. Its own
    configuration decides how a failed run is retried and where it goes then."""

    timezone: str = "UTC"
    """The IANA name of the time zone that ``cron`` and ``at`` are in, as Europe/London."""

    enabled: bool = True
    """Whether the schedule runs at all."""

    flexible_minutes: int = 0
    """How much later than scheduled a run may start, in minutes; 0 to 1,440. It spreads the load of
    many jobs with the same time."""

    defaults: Defaults = Defaults()
    """The stage defaults: retries, event age, alarm topic, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        expression.check(self.expression)
        exactly_one(
            "a schedule", worker=self.worker, workflow=self.workflow, function=self.function
        )
        if self.workflow is not None:
            WorkflowRef.of(self.workflow)
        if self.function is not None:
            FunctionRef.of(self.function)
        if self.worker is not None and self.worker.function.defaults != self.defaults:
            raise ValueError("defaults must be those of the worker's function, got others")
        within("flexible_minutes", self.flexible_minutes, FLEXIBLE_MINUTES)
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise ValueError(
                f"timezone must be a name as Europe/London, got {self.timezone}"
            ) from None


@dataclass(frozen=True, kw_only=True)
class Target:
    """What the scheduler calls, with which input, and what its role may do for that; ``remedy``
    says how to start a run by hand that the scheduler could not start.
    """

    arn: pulumi.Input[str]
    access: Access
    input: dict[str, str]
    remedy: str
    sqs_parameters: aws.scheduler.ScheduleTargetSqsParametersArgs | None = None


class Schedule(pulumi.ComponentResource):
    """Runs a job on a schedule, through a FIFO queue and in one message group: two runs never
    overlap, a failed run is retried, and one that fails every attempt moves to the dead-letter
    queue.

    A workflow or a function is started without that queue: one run may overlap the next, and the
    scheduler may start a run twice. Its input, like the queue's message, has the job's name and
    scheduled time.
    """

    worker: QueueWorker | None = None
    schedule: aws.scheduler.Schedule
    group: aws.scheduler.ScheduleGroup
    role: aws.iam.Role
    dead_letter_queue: DeadLetters
    failure_alarms: list[aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: ScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:schedule:Schedule", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        if args.worker is not None:
            # One run an invocation: each has the whole timeout to itself.
            alone = replace(args.worker, fifo=True, batch_size=1)
            self.worker = QueueWorker(name, alone, opts=child)
            target = sending(self.worker, name)
        elif args.workflow is not None:
            target = starting(WorkflowRef.of(args.workflow), name)
        elif args.function is not None:
            target = invoking(FunctionRef.of(args.function), name)
        failed = DeadLettersArgs(defaults=args.defaults, remedy=target.remedy)
        self.dead_letter_queue = DeadLetters(f"{name}-undelivered", failed, opts=child)
        self.group = aws.scheduler.ScheduleGroup(
            f"{name}-group", tags=args.defaults.tags, opts=child
        )
        self.role, permissions = self._role(name, args, target.access, child)
        self.schedule = aws.scheduler.Schedule(
            f"{name}-schedule",
            group_name=self.group.name,
            schedule_expression=args.expression,
            schedule_expression_timezone=args.timezone,
            state="ENABLED" if args.enabled else "DISABLED",
            flexible_time_window=_window(args.flexible_minutes),
            target=self._target(target, args.defaults),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permissions]),
        )
        self.failure_alarms = execution_alarms.schedule_failures(
            name, self.group.name, args.defaults, child
        )
        self.register_outputs({"group": self.group.name})

    def _target(self, target: Target, defaults: Defaults) -> aws.scheduler.ScheduleTargetArgs:
        return aws.scheduler.ScheduleTargetArgs(
            arn=target.arn,
            role_arn=self.role.arn,
            input=json.dumps(target.input),
            sqs_parameters=target.sqs_parameters,
            dead_letter_config=aws.scheduler.ScheduleTargetDeadLetterConfigArgs(
                arn=self.dead_letter_queue.arn
            ),
            retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                maximum_retry_attempts=defaults.target_retries,
                maximum_event_age_in_seconds=defaults.target_age_seconds,
            ),
        )

    def _role(
        self, name: str, args: ScheduleArgs, access: Access, child: pulumi.ResourceOptions
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        """A role for the schedules of this group only: to start this job, and to send what could
        not be started to the dead-letter queue.
        """
        role = role_for(
            f"{name}-schedule-role",
            assumed_by("scheduler.amazonaws.com", self.group.arn),
            args.defaults,
            child,
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-schedule-permissions",
            role=role.id,
            policy=policy(*statements(access, self.dead_letter_queue.send())),
            opts=child,
        )
        return role, permissions


def sending(worker: QueueWorker, name: str) -> Target:
    """A message for the worker's FIFO queue. Two attempts to send it are equal, so that the queue
    keeps one of them.
    """
    return Target(
        arn=worker.queue.arn,
        access=worker.queue.send(),
        input={"job": name, "scheduledAt": TIME},
        remedy="find out why, mend it, then send the message's content to the job's queue",
        sqs_parameters=aws.scheduler.ScheduleTargetSqsParametersArgs(message_group_id=name),
    )


def starting(workflow: WorkflowRef, name: str) -> Target:
    """An execution; the id of the run is its correlation id."""
    return Target(
        arn=workflow.arn,
        access=workflow.start(),
        input={"job": name, "scheduledAt": TIME, "correlationId": RUN},
        remedy="find out why, mend it, then start the workflow with the message's input",
    )


def invoking(function: FunctionRef, name: str) -> Target:
    """An asynchronous invocation; the id of the run is its correlation id."""
    return Target(
        arn=function.arn,
        access=function.invoke(),
        input={"job": name, "scheduledAt": TIME, "correlationId": RUN},
        remedy="find out why, mend it, then invoke the function with the message's input",
    )


def _window(minutes: int) -> aws.scheduler.ScheduleFlexibleTimeWindowArgs:
    if not minutes:
        return aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF")
    return aws.scheduler.ScheduleFlexibleTimeWindowArgs(
        mode="FLEXIBLE", maximum_window_in_minutes=minutes
    )
