"""Event triggers: what a service starts, or sends on, for events of the bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from components.compute.presets import PresetName
from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.event_workflow import EventWorkflow, EventWorkflowArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.messaging.webhook import Webhook, WebhookArgs
from components.workflow.workflow import Workflow
from contracts.event import Event
from microservice.context import ServiceContext
from microservice.event_pattern import check_subscribed, pattern_of
from microservice.functions import Uses, Worker, changed, entry_of

Where: TypeAlias = Mapping[str, Sequence[Any]]


class EventTriggers:
    """The part of ``service.on`` that is about events; see ``Triggers``."""

    def __init__(self, context: ServiceContext) -> None:
        self._context = context

    def events(
        self,
        worker: Worker,
        events: Sequence[type[Event]],
        *,
        where: Where | None = None,
        uses: Uses = (),
        preset: PresetName | None = None,
        timeout: int | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> EventSubscription:
        """A function that consumes events that the service's card subscribes to.

        ``where`` selects events by fields of their data: ``{"mode": ("saga",)}``.
        """
        context = self._context
        check_subscribed(context.card, events)
        args = EventSubscriptionArgs(
            bus_name=context.shared.bus_name,
            pattern=pattern_of(events, where),
            worker=self._worker(worker, uses, preset, timeout, variables),
        )
        name = context.named(entry_of(args.worker.function))
        made = EventSubscription(name, args, opts=context.child)
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
        """Have events start a workflow; ``given`` holds its input: each key with a path in them."""
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
        context.dashboard.add(dead_letter_queues=made.dead_letter_queue.name)
        return made

    def webhook(
        self,
        role: str,
        events: Sequence[type[Event]],
        endpoint: str,
        *,
        key_header: str = WebhookArgs.key_header,
        calls_per_second: int = WebhookArgs.calls_per_second,
    ) -> Webhook:
        """Send events to an HTTPS URL, with a key in ``key_header`` that the operator sets."""
        context = self._context
        args = WebhookArgs(
            bus_name=context.shared.bus_name,
            pattern=pattern_of(events),
            endpoint=endpoint,
            key_header=key_header,
            calls_per_second=calls_per_second,
            defaults=context.defaults,
        )
        made = Webhook(context.named(role), args, opts=context.child)
        context.dashboard.add(rules=(context.shared.bus_name, made.rule.name))
        context.dashboard.add(dead_letter_queues=made.dead_letter_queue.name)
        return made

    def _worker(
        self,
        worker: Worker,
        uses: Uses,
        preset: PresetName | None,
        timeout: int | None,
        variables: Mapping[str, str] | None = None,
    ) -> QueueWorkerArgs:
        args = self._context.functions.worker(worker) if isinstance(worker, str) else worker
        return replace(args, function=changed(args.function, uses, preset, timeout, variables))
