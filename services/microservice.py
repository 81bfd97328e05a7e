"""Microservice: a service's own store, doors, subscriptions, links, alarms and dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pulumi
from services.card import Card

from components.access import Access
from components.api.http_api import HttpApi, HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.archive import code_of
from components.compute.function import Function, FunctionArgs
from components.data.table import Index, Table, TableArgs
from components.messaging.event_bus import publish
from components.messaging.event_subscription import (
    EventSubscription,
    EventSubscriptionArgs,
)
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.observability.dashboard import Dashboard, DashboardArgs
from components.workflow.workflow import Workflow, WorkflowArgs
from services.platform import Platform
from services.registry import Registry, path_of
from services.settings import PROJECT, ROOT, Settings

Uses: TypeAlias = Sequence[Access]

API_TIMEOUT = 20
WORKER_TIMEOUT = 30


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

    def function(self, entry: str, *, uses: Uses = (), timeout: int = API_TIMEOUT) -> Function:
        """A function that a gateway calls and waits for."""
        origin = {"CORS_ORIGIN": self._standards.cors_origins[0]}
        args = self._function(entry, uses, timeout, origin)
        function = Function(self._named(entry), args, opts=self._child)
        self._show(functions=function.name)
        return function

    def subscribe(
        self,
        entry: str,
        events: Sequence[type],
        *,
        uses: Uses = (),
        timeout: int = WORKER_TIMEOUT,
        max_receives: int = 5,
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
            worker=self._worker(entry, uses, timeout, max_receives),
        )
        subscription = EventSubscription(self._named(entry), args, opts=self._child)
        self._show(functions=subscription.function.name, rules=subscription.rule_name)
        self._show_queue(subscription.queue)
        return subscription

    def fan_out(self, role: str, branches: Mapping[str, Uses]) -> FanOut:
        """A topic, and for each entry point named a queue that feeds it."""
        workers = {
            entry.replace("_", "-"): Branch(worker=self._worker(entry, uses, WORKER_TIMEOUT, 3))
            for entry, uses in branches.items()
        }
        args = FanOutArgs(branches=workers, tags=self._standards.tags)
        fan_out = FanOut(self._named(role), args, opts=self._child)
        for worker in fan_out.workers.values():
            self._show(functions=worker.function.name)
            self._show_queue(worker.queue)
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
        )
        api = RestApi(self._named("api"), args, opts=self._child)
        self._links["endpoint"] = api.url
        self._show(apis=(("ApiName", api.name), ("Stage", self._settings.stage)))
        return api

    def publish(self) -> Access:
        """Let a function announce this service's events on the bus."""
        if not self._card.announces:
            raise ValueError(f"{self._card.name} publishes, but its card announces no event")
        bus = self._platform
        return publish(bus.bus_name, bus.bus_arn, self._card.name, "EVENT_BUS")

    def call(self, service: str) -> Access:
        """Let a function find and ask another service, which the card must name under calls."""
        if service not in self._card.calls:
            raise ValueError(
                f"{self._card.name} calls {service}, which its card does not list under calls"
            )
        path = path_of(self._settings.stage, service, "endpoint")
        return Access(
            actions=("ssm:GetParameter",),
            resources=(
                pulumi.Output.format(
                    "arn:aws:ssm:{0}:{1}:parameter{2}",
                    self._settings.region,
                    pulumi.Output.from_input(self._platform.bus_arn).apply(account_of),
                    path,
                ),
            ),
            environment={
                "DISCOVERY_ROOT": path_of(self._settings.stage, ""),
                "DISCOVERY_CACHE_SECONDS": str(self._settings.discovery_cache_seconds),
            },
        )

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

    def _function(
        self,
        entry: str,
        uses: Uses,
        timeout: int,
        variables: Mapping[str, pulumi.Input[str]] | None = None,
    ) -> FunctionArgs:
        service, stage = self._card.name, self._settings.stage
        handler = f"services.{service}.app.{entry}.handle"
        return FunctionArgs(
            handler=handler,
            code=code_of(handler, ROOT),
            timeout=timeout,
            standards=self._standards,
            architecture=self._settings.architecture,
            layers=(self._platform.layer,),
            uses=tuple(uses),
            environment={
                "PROJECT": PROJECT,
                "STAGE": stage,
                "SERVICE": service,
                "POWERTOOLS_SERVICE_NAME": service,
                "POWERTOOLS_METRICS_NAMESPACE": PROJECT,
                "POWERTOOLS_LOG_LEVEL": "INFO",
                **(variables or {}),
            },
        )

    def _worker(self, entry: str, uses: Uses, timeout: int, max_receives: int) -> QueueWorkerArgs:
        function = self._function(entry, uses, timeout)
        return QueueWorkerArgs(function=function, max_receives=max_receives)

    def _named(self, role: str) -> str:
        return f"{self._card.name}-{role.replace('_', '-')}"

    def _show(self, **things: Any) -> None:
        for kind, thing in things.items():
            self._shown.setdefault(kind, []).append(thing)

    def _show_queue(self, queue: Any) -> None:
        self._show(queues=queue.name, dead_letters=queue.dead_letters_name)


def pattern_of(events: Sequence[Any]) -> dict[str, list[str]]:
    """The EventBridge pattern that matches exactly these events, whoever announces them."""
    return {
        "source": sorted({event.source for event in events}),
        "detail-type": sorted(event.detail_type for event in events),
    }


def account_of(arn: str) -> str:
    """The account number in an ARN."""
    return arn.split(":")[4]
