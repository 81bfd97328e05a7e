"""Schedule: a job that starts at its time, one run after the other, and rings when it fails."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statement
from components.defaults import Defaults
from components.limits import within
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.observability import alarms
from components.schedule import expression
from components.workflow.workflow import Workflow

# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html
FLEXIBLE_MINUTES = (0, 1440)

# The scheduler fills these in:
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
TIME = "<aws.scheduler.scheduled-time>"
RUN = "<aws.scheduler.execution-id>"


@dataclass(frozen=True, kw_only=True)
class ScheduleArgs:
    """When (``rate``, ``cron`` or ``at``, in a time zone), and what: a worker or a workflow.

    The run may start up to ``flexible_minutes`` later, so that many jobs do not start at once.
    A worker's ``defaults`` are the schedule's.
    """

    expression: str
    defaults: Defaults = Defaults()
    worker: QueueWorkerArgs | None = None
    workflow: Workflow | None = None
    timezone: str = "UTC"
    enabled: bool = True
    flexible_minutes: int = 0

    def __post_init__(self) -> None:
        expression.check(self.expression)
        if (self.worker is None) == (self.workflow is None):
            given = "neither" if self.worker is None else "both"
            raise ValueError(f"a schedule starts either a worker or a workflow, got {given}")
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
    says how to start by hand what it could not.
    """

    arn: pulumi.Input[str]
    access: Access
    input: dict[str, str]
    remedy: str
    sqs_parameters: aws.scheduler.ScheduleTargetSqsParametersArgs | None = None


class Schedule(pulumi.ComponentResource):
    """Tells a FIFO queue, in one group, that it is time: two runs of a job are never at work at
    once, a failed one is tried again, and one that fails every try is kept and rings.

    A workflow is started without that queue: one run may overlap the next, and the scheduler may
    start a run twice. Its input, like the queue's message, says which job and for what time.
    """

    worker: QueueWorker | None = None
    undelivered: DeadLetters

    def __init__(
        self, name: str, args: ScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:schedule:Schedule", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        if args.worker is not None:
            # One run an invocation: each has the whole timeout to itself.
            alone = replace(args.worker, fifo=True, batch_size=1)
            self.worker = QueueWorker(name, alone, opts=child)
            target = telling(self.worker, name)
        elif args.workflow is not None:
            target = starting(args.workflow, name)
        lost = DeadLettersArgs(defaults=args.defaults, remedy=target.remedy)
        self.undelivered = DeadLetters(f"{name}-undelivered", lost, opts=child)
        group = aws.scheduler.ScheduleGroup(f"{name}-group", tags=args.defaults.tags, opts=child)
        role, permissions = self._role(name, args, group.arn, target.access, child)
        aws.scheduler.Schedule(
            f"{name}-schedule",
            group_name=group.name,
            schedule_expression=args.expression,
            schedule_expression_timezone=args.timezone,
            state="ENABLED" if args.enabled else "DISABLED",
            flexible_time_window=_window(args.flexible_minutes),
            target=aws.scheduler.ScheduleTargetArgs(
                arn=target.arn,
                role_arn=role.arn,
                input=json.dumps(target.input),
                sqs_parameters=target.sqs_parameters,
                dead_letter_config=aws.scheduler.ScheduleTargetDeadLetterConfigArgs(
                    arn=self.undelivered.arn
                ),
                retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_retry_attempts=args.defaults.target_retries,
                    maximum_event_age_in_seconds=args.defaults.target_age_seconds,
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permissions]),
        )
        alarms.schedule_failures(name, group.name, args.defaults, child)
        self.register_outputs({"group": group.name})

    def _role(
        self,
        name: str,
        args: ScheduleArgs,
        group_arn: pulumi.Input[str],
        access: Access,
        child: pulumi.ResourceOptions,
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        """For the schedules of this group only; it may start this job, and keep what failed."""
        role = aws.iam.Role(
            f"{name}-schedule-role",
            assume_role_policy=assumed_by("scheduler.amazonaws.com", group_arn),
            tags=args.defaults.tags,
            opts=child,
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-schedule-permissions",
            role=role.id,
            policy=policy(statement(access), statement(self.undelivered.keep())),
            opts=child,
        )
        return role, permissions


def telling(worker: QueueWorker, name: str) -> Target:
    """A message for a FIFO queue. Nothing in it differs from try to try: equal ones are one."""
    return Target(
        arn=worker.queue.arn,
        access=worker.queue.send("QUEUE"),
        input={"job": name, "scheduledAt": TIME},
        remedy="see why, mend it, then send the job's queue the message in the letter",
        sqs_parameters=aws.scheduler.ScheduleTargetSqsParametersArgs(message_group_id=name),
    )


def starting(workflow: Workflow, name: str) -> Target:
    """An execution; what it does can be followed by the id of the run."""
    return Target(
        arn=workflow.arn,
        access=workflow.start("WORKFLOW"),
        input={"job": name, "scheduledAt": TIME, "correlationId": RUN},
        remedy="see why, mend it, then start the workflow with the input in the letter",
    )


def _window(minutes: int) -> aws.scheduler.ScheduleFlexibleTimeWindowArgs:
    if not minutes:
        return aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF")
    return aws.scheduler.ScheduleFlexibleTimeWindowArgs(
        mode="FLEXIBLE", maximum_window_in_minutes=minutes
    )
