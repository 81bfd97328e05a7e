"""Microservice: a service's own store, doors, reactions, links, alarms and dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pulumi

from components.access import Access
from components.api.http_api import HttpApi
from components.api.rest_api import RestApi
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Index, Table, TableArgs
from components.objects.bucket import Bucket, BucketArgs
from components.observability import alarms
from components.workflow.definition import Definition
from components.workflow.workflow import Workflow, WorkflowArgs
from microservice.apis import http_api_args, rest_api_args
from microservice.card import Card
from microservice.context import ServiceContext
from microservice.functions import WORKER_TIMEOUT, Functions
from microservice.grants import to_call, to_publish
from microservice.parameters import ServiceParameters
from microservice.shared import Platform
from microservice.triggers import Triggers
from settings import PROJECT, Settings

Uses: TypeAlias = Sequence[Access]


class Microservice(pulumi.ComponentResource):
    """Everything a service makes hangs below it, obeys the stage's defaults, and is watched.

    Functions are named by their entry point, the module in the service's ``app`` folder; ``on``
    is for those that nobody waits for. Call ``open`` last: it registers the links and draws the
    dashboard of all that was made.
    """

    on: Triggers

    def __init__(
        self,
        card: Card,
        settings: Settings,
        platform: Platform,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:services:Microservice", card.name, None, opts)
        defaults = platform.defaults(settings, card.name)
        functions = Functions(
            service=card.name, settings=settings, defaults=defaults, layer=platform.layer
        )
        self._context = ServiceContext(
            card=card,
            settings=settings,
            platform=platform,
            defaults=defaults,
            functions=functions,
            child=pulumi.ResourceOptions(parent=self),
        )
        self.on = Triggers(self._context)
        self._links: dict[str, pulumi.Input[str]] = {"event-source": card.name}

    def table(
        self,
        role: str,
        *,
        key: str,
        sort: str | None = None,
        indexes: Sequence[Index] = (),
        ttl: str | None = None,
        stream: bool = False,
    ) -> Table:
        """A table that only this service may touch; with a ``stream`` its changes can be told."""
        args = TableArgs(
            key=key,
            sort=sort,
            indexes=tuple(indexes),
            ttl=ttl,
            stream=stream,
            defaults=self._context.defaults,
        )
        table = Table(self._context.named(role), args, opts=self._context.child)
        self._context.shown.add(tables=table.name)
        return table

    def bucket(self, role: str) -> Bucket:
        """A bucket that only this service may touch."""
        args = BucketArgs(defaults=self._context.defaults)
        return Bucket(self._context.named(role), args, opts=self._context.child)

    def function(
        self, entry: str, *, uses: Uses = (), variables: Mapping[str, str] | None = None
    ) -> Function:
        """A function that a gateway calls and waits for."""
        args = self._context.functions.behind_api(entry, uses, variables or {})
        return self._function(entry, args)

    def task(self, entry: str, *, uses: Uses = (), timeout: int = WORKER_TIMEOUT) -> Function:
        """A function that a state machine calls."""
        return self._function(entry, self._context.functions.inside(entry, uses, timeout))

    def workflow(
        self, role: str, definition: Definition, *, failure_percent: float | None = None
    ) -> Workflow:
        """A state machine over this service's own functions and tables.

        Where failing is ordinary business, ``failure_percent`` says up to how often.
        """
        args = WorkflowArgs(
            definition=definition,
            defaults=self._context.defaults,
            failure_percent=failure_percent,
        )
        workflow = Workflow(self._context.named(role), args, opts=self._context.child)
        self._context.shown.add(workflows=workflow.arn)
        return workflow

    def http_api(self, *routes: Route) -> HttpApi:
        """The service's door, where tokens are checked; registered as its endpoint."""
        api = HttpApi(
            self._context.named("api"),
            http_api_args(routes, self._context),
            opts=self._context.child,
        )
        self._links["endpoint"] = api.url
        self._context.shown.add(apis=(("ApiId", api.id),))
        return api

    def rest_api(self, *routes: Route) -> RestApi:
        """The service's door, where tokens and requests are checked; registered as its endpoint."""
        api = RestApi(
            self._context.named("api"),
            rest_api_args(routes, self._context),
            opts=self._context.child,
        )
        self._links["endpoint"] = api.url
        stage = self._context.settings.stage
        self._context.shown.add(apis=(("ApiName", api.name), ("Stage", stage)))
        return api

    def rings_at(self, role: str, metric: str) -> None:
        """Tell somebody at the first of what this service's functions count as ``metric``."""
        context = self._context
        alarms.business_metric(
            context.named(role),
            metric,
            context.card.name,
            context.functions.metrics,
            context.defaults,
            context.child,
        )

    def publish(self) -> Access:
        """Let a function announce this service's events on the bus."""
        return to_publish(self._context.card, self._context.platform)

    def call(self, service: str) -> Access:
        """Let a function find and ask another service, which the card must name under calls."""
        context = self._context
        return to_call(service, context.card, context.platform, context.settings)

    def open(self) -> dict[str, pulumi.Input[str]]:
        """Register the links, draw the dashboard; returns the links for the stack's outputs."""
        context = self._context
        name, stage = context.card.name, context.settings.stage
        ServiceParameters(name, stage, self._links, opts=context.child)
        context.shown.draw(f"{PROJECT}-{stage}-{name}", context.settings.region, context.child)
        self.register_outputs(self._links)
        return self._links

    def _function(self, entry: str, args: FunctionArgs) -> Function:
        function = Function(self._context.named(entry), args, opts=self._context.child)
        self._context.shown.add(functions=function.name)
        return function
