"""Microservice: a service's own store, doors, subscriptions, links, alarms and dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pulumi

from components.access import Access
from components.api.http_api import HttpApi, HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.function import Function
from components.data.table import Index, Table, TableArgs
from components.messaging.event_subscription import (
    EventSubscription,
    EventSubscriptionArgs,
)
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue import Queue
from components.observability.dashboard import Dashboard, DashboardArgs
from components.workflow.workflow import Workflow, WorkflowArgs
from services.card import Card
from services.contracts.event import Event
from services.functions import Functions
from services.grants import to_call, to_publish
from services.platform import Platform
from services.registry import Registry
from services.settings import PROJECT, Settings

Uses: TypeAlias = Sequence[Access]


class Microservice(pulumi.ComponentResource):
    """Everything a service makes hangs below it, obeys the stage's standards, and is watched.

    Functions are named by their entry point, the module in the service's ``app`` folder. Call
    ``open`` last: it registers the links and draws the dashboard of all that was made.
    """

    def __init__(
        self,
        card: Card,
        settings: Settings,
        platform: Platform,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:services:Microservice", card.name, None, opts)
        self._card, self._settings, self._platform = card, settings, platform
        self._standards = platform.standards(settings, card.name)
        self._child = pulumi.ResourceOptions(parent=self)
        self._functions = Functions(
            service=card.name,
            settings=settings,
            standards=self._standards,
            layer=platform.layer,
        )
        self._links: dict[str, pulumi.Input[str]] = {"event-source": card.name}
        self._shown: dict[str, list[Any]] = {}

    def table(
        self,
        role: str,
        *,
        key: str,
        sort: str | None = None,
        indexes: Sequence[Index] = (),
        ttl: str | None = None,
    ) -> Table:
        """A table that only this service may touch."""
        args = TableArgs(
            key=key, sort=sort, indexes=tuple(indexes), ttl=ttl, standards=self._standards
        )
        table = Table(self._named(role), args, opts=self._child)
        self._show(tables=table.name)
        return table

    def function(self, entry: str, *, uses: Uses = ()) -> Function:
        """A function that a gateway calls and waits for."""
        args = self._functions.behind_api(entry, uses)
        function = Function(self._named(entry), args, opts=self._child)
        self._show(functions=function.name)
        return function

    def subscribe(
        self, entry: str, events: Sequence[type[Event]], *, uses: Uses = ()
    ) -> EventSubscription:
        """Have ``entry`` work on some of the events that this service's card listens to."""
        strangers = [event.__name__ for event in events if event not in self._card.listens]
        if strangers:
            raise ValueError(
                f"{self._card.name} subscribes to {', '.join(strangers)}, "
                "which its card does not list under listens"
            )
        args = EventSubscriptionArgs(
            bus_name=self._platform.bus_name,
            pattern=pattern_of(events),
            worker=self._functions.behind_queue(entry, uses),
        )
        subscription = EventSubscription(self._named(entry), args, opts=self._child)
        self._show(rules=(self._platform.bus_name, subscription.rule_name))
        self._show_worker(subscription.function, subscription.queue)
        return subscription

    def fan_out(self, role: str, branches: Mapping[str, Uses]) -> FanOut:
        """A topic, and for each entry point named a queue that feeds it."""
        workers = {
            entry.replace("_", "-"): Branch(worker=self._functions.behind_queue(entry, uses))
            for entry, uses in branches.items()
        }
        args = FanOutArgs(branches=workers, tags=self._standards.tags)
        fan_out = FanOut(self._named(role), args, opts=self._child)
        for worker in fan_out.workers.values():
            self._show_worker(worker.function, worker.queue)
        return fan_out

    def workflow(self, role: str, definition: Mapping[str, Any], *, uses: Uses = ()) -> Workflow:
        """A state machine over this service's own functions and tables."""
        args = WorkflowArgs(definition=definition, standards=self._standards, uses=tuple(uses))
        workflow = Workflow(self._named(role), args, opts=self._child)
        self._show(workflows=workflow.arn)
        return workflow

    def http_api(self, *routes: Route) -> HttpApi:
        """The service's door, where tokens are checked; registered as its endpoint."""
        tokens = JwtIssuer(
            issuer=self._platform.token_issuer, audience=self._platform.token_audience
        )
        args = HttpApiArgs(
            routes=routes,
            standards=self._standards,
            description=self._card.capability,
            tokens=tokens,
        )
        api = HttpApi(self._named("api"), args, opts=self._child)
        self._links["endpoint"] = api.url
        self._show(apis=(("ApiId", api.id),))
        return api

    def rest_api(self, *routes: Route) -> RestApi:
        """The service's door, where tokens and requests are checked; registered as its endpoint."""
        args = RestApiArgs(
            routes=routes,
            stage=self._settings.stage,
            standards=self._standards,
            description=self._card.capability,
            user_pool=self._platform.user_pool,
            after=self._platform.api_logs,
        )
        api = RestApi(self._named("api"), args, opts=self._child)
        self._links["endpoint"] = api.url
        self._show(apis=(("ApiName", api.name), ("Stage", self._settings.stage)))
        return api

    def publish(self) -> Access:
        """Let a function announce this service's events on the bus."""
        return to_publish(self._card, self._platform)

    def call(self, service: str) -> Access:
        """Let a function find and ask another service, which the card must name under calls."""
        return to_call(service, self._card, self._platform, self._settings)

    def open(self) -> dict[str, pulumi.Input[str]]:
        """Register the links, draw the dashboard; returns the links for the stack's outputs."""
        Registry(self._card.name, self._settings.stage, self._links, opts=self._child)
        Dashboard(
            f"{PROJECT}-{self._settings.stage}-{self._card.name}",
            DashboardArgs(region=self._settings.region, **self._shown),
            opts=self._child,
        )
        self.register_outputs(self._links)
        return self._links

    def _named(self, role: str) -> str:
        return f"{self._card.name}-{role.replace('_', '-')}"

    def _show(self, **things: Any) -> None:
        for kind, thing in things.items():
            self._shown.setdefault(kind, []).append(thing)

    def _show_worker(self, function: Function, queue: Queue) -> None:
        self._show(functions=function.name, queues=queue.name, dead_letters=queue.dead_letters_name)


def pattern_of(events: Sequence[type[Event]]) -> dict[str, list[str]]:
    """The EventBridge pattern that matches exactly these events, whoever announces them."""
    return {
        "source": sorted({event.source for event in events}),
        "detail-type": sorted(event.detail_type for event in events),
    }
