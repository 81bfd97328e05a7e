"""Dead letters: a queue for what could not be delivered where no queue stood in between."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.document import document
from components.messaging.queue_policy import Door
from components.observability import alarms

# Told by a tag as well: nothing in a stack says what a schedule or a role sends here.
ROLE = {"role": "dead-letters"}


@dataclass(frozen=True, kw_only=True)
class DeadLettersArgs:
    """How long they stay, who hears of the first one, and what that one is told to do about it:
    nothing here can be redriven, since it came from no queue.

    ``admits`` is for those whom a service will be let in to leave some, by ``admit``.
    """

    defaults: Defaults = Defaults()
    remedy: str
    admits: bool = False


class DeadLetters(pulumi.ComponentResource):
    """Always in no order: buses, schedules and streams leave nothing in a FIFO queue."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: DeadLettersArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:DeadLetters", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        queue = aws.sqs.Queue(
            f"{name}-dead-letters",
            message_retention_seconds=defaults.dead_letter_retention_seconds,
            sqs_managed_sse_enabled=True,
            redrive_allow_policy=document({"redrivePermission": "denyAll"}),
            tags={**defaults.tags, **ROLE},
            opts=child,
        )
        alarms.dead_letters(f"{name}-dead-letters", queue.name, defaults, child, args.remedy)

        self.name, self.arn = queue.name, queue.arn
        queues = {"dead-letters": queue}
        self._door = Door(name, queues, admits=args.admits, opts=child)
        self.register_outputs({"arn": self.arn})

    def admit(
        self, name: str, service: str, source_arn: pulumi.Input[str], opts: pulumi.ResourceOptions
    ) -> list[pulumi.Resource]:
        """Let one source of an AWS service leave its dead letters here; it must not begin before
        the policy returned is there.
        """
        return self._door.admit(name, service, source_arn, opts)

    def keep(self) -> Access:
        """Let whoever acts under a role, as a stream's reader or a schedule, leave them here."""
        return Access(actions=("sqs:SendMessage",), resources=(self.arn,))
