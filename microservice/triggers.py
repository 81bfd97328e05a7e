"""Triggers: what makes a service's functions and workflows run when nobody asks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from components.access import Access
from components.data.table import Table
from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.event_workflow import EventWorkflow, EventWorkflowArgs
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.webhook import Webhook, WebhookArgs
from components.objects.bucket import Bucket
from components.objects.object_fan_out import ObjectFanOut, ObjectFanOutArgs
from components.schedule.schedule import Schedule, ScheduleArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from components.workflow.workflow import Workflow
from contracts.event import Event
from microservice.context import ServiceContext
from microservice.event_pattern import check_subscribed, pattern_of
from microservice.functions import WORKER_TIMEOUT
from microservice.grants import account_of, to_publish

# A bus that is away for minutes must not cost an announcement: the stream keeps it for a day.
OUTBOX_RETRIES = 100

Uses: TypeAlias = Sequence[Access]
Where: TypeAlias = Mapping[str, Sequence[Any]]


class Triggers:
    """``service.on``: events, changes of a table, the clock, messages, new objects.

    Whatever it is that starts a function, what fails is tried again and then kept.
    """

    def __init__(self, context: ServiceContext) -> None:
        self._context = context

    def events(
        self,
        entry: str,
        events: Sequence[type[Event]],
        *,
        where: Where | None = None,
        uses: Uses = (),
    ) -> EventSubscription:
        """Have ``entry`` work on some of the events that this service's card listens to.

        ``where`` lets only those in whose data a field has one of some values.
        """
        context = self._context
        check_subscribed(context.card, events)
        args = EventSubscriptionArgs(
            bus_name=context.shared.bus_name,
            pattern=pattern_of(events, where),
            worker=context.functions.behind_queue(entry, uses),
        )
        made = EventSubscription(context.named(entry), args, opts=context.child)
        context.dashboard.add(rules=(context.shared.bus_name, made.rule.name))
        context.dashboard.add_worker(made.function, made.queue)
        return made

    def events_start(
        self,
        role: str,
        workflow: Workflow,
        events: Sequence[type[Event]],
        *,
        where: Where | None = None,
        given: Mapping[str, str],
    ) -> EventWorkflow:
        """Have events start a state machine, ``given`` each key of its input by path in them."""
        context = self._context
        check_subscribed(context.card, events)
        args = EventWorkflowArgs(
            bus_name=context.shared.bus_name,
            pattern=pattern_of(events, where),
            workflow=workflow,
            input=given,
            defaults=context.defaults,
        )
        made = EventWorkflow(context.named(role), args, opts=context.child)
        context.dashboard.add(rules=(context.shared.bus_name, made.rule.name))
        context.dashboard.add(dead_letters=made.dead_letter_queue.name)
        return made

    def changes(self, entry: str, table: Table) -> StreamWorker:
        """Have ``entry`` announce the events of the card's outbox, as the table changes."""
        context = self._context
        if not context.card.outbox:
            raise ValueError(f"{context.card.name} publishes changes, but its card has no outbox")
        may = [to_publish(context.card, context.shared)]
        args = StreamWorkerArgs(
            table=table,
            function=context.functions.inside(entry, may),
            maximum_retries=OUTBOX_RETRIES,
        )
        made = StreamWorker(context.named(entry), args, opts=context.child)
        context.dashboard.add(
            functions=made.function.name, dead_letters=made.dead_letter_queue.name
        )
        return made

    def schedule(
        self, entry: str, job: str, *, uses: Uses = (), timeout: int = WORKER_TIMEOUT
    ) -> Schedule:
        """Have ``entry`` run when the stage's settings say so for this ``job``."""
        worker = self._context.functions.behind_queue(entry, uses, timeout)
        made = self._schedule(entry, job, worker=worker)
        if made.worker is not None:
            self._context.dashboard.add_worker(made.worker.function, made.worker.queue)
        return made

    def schedule_starts(self, role: str, job: str, workflow: Workflow) -> Schedule:
        """Have a state machine start when the stage's settings say so for this ``job``."""
        return self._schedule(role, job, workflow=workflow)

    def messages(self, role: str, branches: Mapping[str, Uses]) -> FanOut:
        """A topic, and for each entry point named a queue that feeds it."""
        context = self._context
        args = FanOutArgs(branches=self._branches(branches), defaults=context.defaults)
        made = FanOut(context.named(role), args, opts=context.child)
        self._show(made)
        return made

    def objects(
        self,
        role: str,
        bucket: Bucket,
        branches: Mapping[str, Uses],
        *,
        prefix: str,
        suffix: str = "",
    ) -> ObjectFanOut:
        """For each entry point named a queue that feeds it what lands in a part of a bucket."""
        context = self._context
        args = ObjectFanOutArgs(
            bucket=bucket,
            account=context.shared.bus_arn.apply(account_of),
            branches=self._branches(branches),
            prefix=prefix,
            suffix=suffix,
            defaults=context.defaults,
        )
        made = ObjectFanOut(context.named(role), args, opts=context.child)
        self._show(made.fan_out)
        return made

    def webhook(self, role: str, events: Sequence[type[Event]], endpoint: str) -> Webhook:
        """Tell an address outside what happens; the operator sets the key it knows us by."""
        context = self._context
        args = WebhookArgs(
            bus_name=context.shared.bus_name,
            pattern=pattern_of(events),
            endpoint=endpoint,
            defaults=context.defaults,
        )
        made = Webhook(context.named(role), args, opts=context.child)
        context.dashboard.add(rules=(context.shared.bus_name, made.rule.name))
        context.dashboard.add(dead_letters=made.dead_letter_queue.name)
        return made

    def _schedule(self, role: str, job: str, **target: Any) -> Schedule:
        schedules = self._context.settings.schedules
        args = ScheduleArgs(
            expression=getattr(schedules, job),
            timezone=schedules.timezone,
            enabled=schedules.enabled,
            defaults=self._context.defaults,
            **target,
        )
        made = Schedule(self._context.named(role), args, opts=self._context.child)
        self._context.dashboard.add(dead_letters=made.dead_letter_queue.name)
        return made

    def _branches(self, branches: Mapping[str, Uses]) -> dict[str, Branch]:
        functions = self._context.functions
        return {
            entry.replace("_", "-"): Branch(worker=functions.behind_queue(entry, uses))
            for entry, uses in branches.items()
        }

    def _show(self, made: FanOut) -> None:
        for worker in made.workers.values():
            self._context.dashboard.add_worker(worker.function, worker.queue)
