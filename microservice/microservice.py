"""Microservice: makes a service's tables, functions, triggers, APIs, alarms and dashboard."""

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
from components.defaults import Defaults
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
from microservice.shared_resources import SharedResources
from microservice.stage_defaults import stage_defaults
from microservice.triggers import Triggers
from settings import PROJECT, Settings

Uses: TypeAlias = Sequence[Access]


class Microservice(pulumi.ComponentResource):
    """What a service's ``define`` is given: each method makes a resource of the catalogue with the
    stage's defaults, a logical name that begins with the service's, and a place on its dashboard.

    A function is named by its entry point: the module in ``services/<service>/app`` that holds
    ``handle``. ``on`` makes the functions and workflows that events, tables, schedules, messages
    and objects start. Resources that the service makes itself take ``named``, ``defaults`` and
    ``child``.
    """

    on: Triggers
    settings: Settings
    defaults: Defaults
    child: pulumi.ResourceOptions

    def __init__(
        self,
        card: Card,
        settings: Settings,
        shared: SharedResources,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("platform:services:Microservice", card.name, None, opts)
        self.settings, self.child = settings, opts
        self.defaults = stage_defaults(settings, card.name, shared.alarm_topic)
        self._context = ServiceContext(
            card=card,
            settings=settings,
            shared=shared,
            defaults=self.defaults,
            functions=Functions(
                service=card.name, settings=settings, defaults=self.defaults, layer=shared.layer
            ),
            child=pulumi.ResourceOptions(parent=self),
        )
        self.named = self._context.named
        self.on = Triggers(self._context)
        self._parameters: dict[str, pulumi.Input[str]] = {"event-source": card.name}

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
        """A table of this service; ``stream`` makes its changes available to ``on.changes``."""
        args = TableArgs(
            key=key,
            sort=sort,
            indexes=tuple(indexes),
            ttl=ttl,
            stream=stream,
            defaults=self._context.defaults,
        )
        table = Table(self._context.named(role), args, opts=self._context.child)
        self._context.dashboard.add(tables=table.name)
        return table

    def bucket(self, role: str) -> Bucket:
        """A bucket of this service."""
        args = BucketArgs(defaults=self._context.defaults)
        return Bucket(self._context.named(role), args, opts=self._context.child)

    def function(
        self, entry: str, *, uses: Uses = (), variables: Mapping[str, str] | None = None
    ) -> Function:
        """A function behind an API."""
        args = self._context.functions.behind_api(entry, uses, variables or {})
        return self._function(entry, args)

    def task(self, entry: str, *, uses: Uses = (), timeout: int = WORKER_TIMEOUT) -> Function:
        """A function that a state machine invokes."""
        return self._function(entry, self._context.functions.inside(entry, uses, timeout))

    def workflow(
        self, role: str, definition: Definition, *, failure_percent: float | None = None
    ) -> Workflow:
        """A state machine over this service's own functions and tables.

        Up to ``failure_percent`` of its executions may fail before its alarm goes to ALARM.
        """
        args = WorkflowArgs(
            definition=definition,
            defaults=self._context.defaults,
            failure_percent=failure_percent,
        )
        workflow = Workflow(self._context.named(role), args, opts=self._context.child)
        self._context.dashboard.add(workflows=workflow.arn)
        return workflow

    def http_api(self, *routes: Route) -> HttpApi:
        """The service's HTTP API, which checks tokens; its URL becomes the endpoint parameter."""
        api = HttpApi(
            self._context.named("api"),
            http_api_args(routes, self._context),
            opts=self._context.child,
        )
        self._parameters["endpoint"] = api.url
        self._context.dashboard.add(apis=(("ApiId", api.id),))
        return api

    def rest_api(self, *routes: Route) -> RestApi:
        """The service's REST API, which checks tokens and validates requests; its URL becomes the
        endpoint parameter.
        """
        api = RestApi(
            self._context.named("api"),
            rest_api_args(routes, self._context),
            opts=self._context.child,
        )
        self._parameters["endpoint"] = api.url
        stage = self._context.settings.stage
        self._context.dashboard.add(apis=(("ApiName", api.name), ("Stage", stage)))
        return api

    def alarm_on(self, role: str, metric: str) -> None:
        """An alarm that goes to ALARM when this service's functions count ``metric`` once."""
        context = self._context
        alarms.custom_metric(
            context.named(role),
            metric,
            context.card.name,
            context.functions.metrics,
            context.defaults,
            context.child,
        )

    def publish(self) -> Access:
        """Let a function publish this service's events on the bus."""
        return to_publish(self._context.card, self._context.shared)

    def call(self, service: str) -> Access:
        """Let a function look up and call another service, which the card must list in calls."""
        context = self._context
        return to_call(service, context.card, context.shared, context.settings)

    def complete(self) -> Mapping[str, pulumi.Input[str]]:
        """Make the parameters and the dashboard; returns the parameters by key."""
        context = self._context
        name, stage = context.card.name, context.settings.stage
        ServiceParameters(name, stage, self._parameters, opts=context.child)
        context.dashboard.make(f"{PROJECT}-{stage}-{name}", context.settings.region, context.child)
        self.register_outputs(self._parameters)
        return self._parameters

    def _function(self, entry: str, args: FunctionArgs) -> Function:
        function = Function(self._context.named(entry), args, opts=self._context.child)
        self._context.dashboard.add(functions=function.name)
        return function
