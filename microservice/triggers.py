"""Triggers: events, table changes, schedules, messages and objects that start functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from components.compute.presets import PresetName
from components.data.table import Table
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorker
from components.objects.bucket import Bucket
from components.objects.object_fan_out import ObjectFanOut, ObjectFanOutArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute
from components.schedule.schedule import Schedule, ScheduleArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from components.workflow.workflow import Workflow
from microservice.event_triggers import EventTriggers
from microservice.functions import Uses, Worker, changed, entry_of
from microservice.grants import account_of, to_publish

# What fails in the publisher is kept by itself, as a message. Lambda's own tries are for one that
# is cut off or does not start, and end with the position of the records, good for a day.
OUTBOX_RETRIES = 10

Branches: TypeAlias = Mapping[str, Uses | Branch]


class Triggers(EventTriggers):
    """``service.on``: what starts the service's functions and workflows without a caller.

    ``worker`` is an entry point by name; or, for other options than the usual, the arguments of
    its queue worker: ``replace(service.functions.worker("count_order"), batch_size=1)``. ``uses``,
    ``preset`` and ``timeout`` (seconds) are those of its function.
    """

    def changes(self, entry: str, table: Table, *, uses: Uses = ()) -> StreamWorker:
        """A function that publishes the events of the card's outbox from a table's changes."""
        context = self._context
        if not context.card.outbox:
            raise ValueError(f"{context.card.name} publishes changes, but its card has no outbox")
        publish = to_publish(context.card, context.shared)
        return self.stream(
            StreamWorkerArgs(
                table=table,
                function=changed(context.functions.stream(entry), [publish, *uses]),
                maximum_retries=OUTBOX_RETRIES,
            )
        )

    def stream(self, args: StreamWorkerArgs) -> StreamWorker:
        """A function that gets a table's changes; ``service.functions.stream`` makes its own
        arguments.
        """
        context = self._context
        made = StreamWorker(context.named(entry_of(args.function)), args, opts=context.child)
        name, failed = made.function.name, made.dead_letter_queue.name
        context.dashboard.add(functions=name, stream_consumers=name, dead_letter_queues=failed)
        return made

    def queue(
        self,
        worker: Worker,
        *,
        uses: Uses = (),
        preset: PresetName | None = None,
        timeout: int | None = None,
    ) -> QueueWorker:
        """A function with a queue that others send to, by ``queue.send``."""
        args = self._worker(worker, uses, preset, timeout)
        name = self._context.named(entry_of(args.function))
        made = QueueWorker(name, args, opts=self._context.child)
        self._context.dashboard.add_worker(made.function, made.queue)
        return made

    def schedule(
        self,
        worker: Worker,
        job: str,
        *,
        uses: Uses = (),
        preset: PresetName | None = None,
        timeout: int | None = None,
        flexible_minutes: int = ScheduleArgs.flexible_minutes,
    ) -> Schedule:
        """A function that runs when the stage's settings say for this ``job``; a run may start up
        to ``flexible_minutes`` later.
        """
        args = self._worker(worker, uses, preset, timeout)
        made = self._schedule(
            entry_of(args.function), job, worker=args, flexible_minutes=flexible_minutes
        )
        if made.worker is not None:
            self._context.dashboard.add_worker(made.worker.function, made.worker.queue)
        return made

    def schedule_starts(
        self,
        role: str,
        job: str,
        workflow: Workflow,
        *,
        flexible_minutes: int = ScheduleArgs.flexible_minutes,
    ) -> Schedule:
        """Have a workflow start when the stage's settings say for this ``job``."""
        return self._schedule(role, job, workflow=workflow, flexible_minutes=flexible_minutes)

    def messages(self, role: str, branches: Branches) -> FanOut:
        """A topic with a branch for each entry point: the grants of its function, or a ``Branch``
        where it has a filter policy, no queue, or other options of its worker.
        """
        context = self._context
        args = FanOutArgs(branches=self._branches(branches), defaults=context.defaults)
        made = FanOut(context.named(role), args, opts=context.child)
        self._show(made)
        return made

    def objects(
        self, role: str, bucket: Bucket, branches: Branches, *, prefix: str, suffix: str = ""
    ) -> ObjectFanOut:
        """A branch for each entry point, as in ``messages``, that gets the new objects of a bucket
        whose keys begin with ``prefix`` and end with ``suffix``.
        """
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

    def stored(
        self, worker: Worker, bucket: Bucket, *, prefix: str, uses: Uses = ()
    ) -> ObjectNotifications:
        """A function with a queue that gets the new objects of a bucket whose keys begin with
        ``prefix``, without a topic between them.
        """
        context = self._context
        args = self._worker(worker, uses, None, None)
        role = entry_of(args.function).replace("_", "-")
        given = ObjectNotificationsArgs(
            bucket=bucket,
            account=context.shared.bus_arn.apply(account_of),
            routes={role: ObjectRoute(worker=args, prefix=prefix)},
            defaults=context.defaults,
        )
        made = ObjectNotifications(context.named("stored"), given, opts=context.child)
        for each in made.workers.values():
            context.dashboard.add_worker(each.function, each.queue)
        return made

    def stored_starts(
        self, role: str, bucket: Bucket, workflow: Workflow, *, prefix: str, suffix: str = ""
    ) -> ObjectNotifications:
        """Have a new object of a bucket, whose key begins and ends so, start a workflow."""
        context = self._context
        route = ObjectRoute(workflow=workflow, prefix=prefix, suffix=suffix)
        given = ObjectNotificationsArgs(
            bucket=bucket,
            account=context.shared.bus_arn.apply(account_of),
            routes={role: route},
            defaults=context.defaults,
        )
        made = ObjectNotifications(context.named("stored"), given, opts=context.child)
        for each in made.workflows.values():
            context.dashboard.add(dead_letter_queues=each.dead_letter_queue.name)
        return made

    def _schedule(self, role: str, job: str, **options: Any) -> Schedule:
        schedules = self._context.settings.schedules
        args = ScheduleArgs(
            expression=getattr(schedules, job),
            timezone=schedules.timezone,
            enabled=schedules.enabled,
            defaults=self._context.defaults,
            **options,
        )
        made = Schedule(self._context.named(role), args, opts=self._context.child)
        self._context.dashboard.add(dead_letter_queues=made.dead_letter_queue.name)
        return made

    def _branches(self, branches: Branches) -> dict[str, Branch]:
        return {
            entry.replace("_", "-"): (
                given
                if isinstance(given, Branch)
                else Branch(worker=self._worker(entry, given, None, None))
            )
            for entry, given in branches.items()
        }

    def _show(self, made: FanOut) -> None:
        dashboard = self._context.dashboard
        for worker in made.workers.values():
            dashboard.add_worker(worker.function, worker.queue)
        for function in made.functions.values():
            dashboard.add(functions=function.name)
        for queue in made.dead_letter_queues.values():
            dashboard.add(dead_letter_queues=queue.name)
