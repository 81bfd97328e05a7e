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
from services.card import Card
from services.doors import http_door, rest_door
from services.functions import WORKER_TIMEOUT, Functions
from services.grants import to_call, to_publish
from services.platform import Platform
from services.reactions import Reactions
from services.registry import Registry
from services.settings import PROJECT, Settings
from services.surroundings import Surroundings

Uses: TypeAlias = Sequence[Access]


class Microservice(pulumi.ComponentResource):
    """Everything a service makes hangs below it, obeys the stage's standards, and is watched.

    Functions are named by their entry point, the module in the service's ``app`` folder; ``on``
    is for those that nobody waits for. Call ``open`` last: it registers the links and draws the
    dashboard of all that was made.
    """

    on: Reactions

    def __init__(
        self,
        card: Card,
        settings: Settings,
        platform: Platform,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:services:Microservice", card.name, None, opts)
        standards = platform.standards(settings, card.name)
        functions = Functions(
            service=card.name, settings=settings, standards=standards, layer=platform.layer
        )
        self._around = Surroundings(
            card=card,
            settings=settings,
            platform=platform,
            standards=standards,
            functions=functions,
            child=pulumi.ResourceOptions(parent=self),
        )
        self.on = Reactions(self._around)
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
            standards=self._around.standards,
        )
        table = Table(self._around.named(role), args, opts=self._around.child)
        self._around.shown.add(tables=table.name)
        return table

    def bucket(self, role: str) -> Bucket:
        """A bucket that only this service may touch."""
        args = BucketArgs(standards=self._around.standards)
        return Bucket(self._around.named(role), args, opts=self._around.child)

    def function(
        self, entry: str, *, uses: Uses = (), variables: Mapping[str, str] | None = None
    ) -> Function:
        """A function that a gateway calls and waits for."""
        args = self._around.functions.behind_api(entry, uses, variables or {})
        return self._function(entry, args)

    def task(self, entry: str, *, uses: Uses = (), timeout: int = WORKER_TIMEOUT) -> Function:
        """A function that a state machine calls."""
        return self._function(entry, self._around.functions.inside(entry, uses, timeout))

    def workflow(
        self, role: str, definition: Definition, *, failure_percent: float | None = None
    ) -> Workflow:
        """A state machine over this service's own functions and tables.

        Where failing is ordinary business, ``failure_percent`` says up to how often.
        """
        args = WorkflowArgs(
            definition=definition,
            standards=self._around.standards,
            failure_percent=failure_percent,
        )
        workflow = Workflow(self._around.named(role), args, opts=self._around.child)
        self._around.shown.add(workflows=workflow.arn)
        return workflow

    def http_api(self, *routes: Route) -> HttpApi:
        """The service's door, where tokens are checked; registered as its endpoint."""
        api = HttpApi(
            self._around.named("api"), http_door(routes, self._around), opts=self._around.child
        )
        self._links["endpoint"] = api.url
        self._around.shown.add(apis=(("ApiId", api.id),))
        return api

    def rest_api(self, *routes: Route) -> RestApi:
        """The service's door, where tokens and requests are checked; registered as its endpoint."""
        api = RestApi(
            self._around.named("api"), rest_door(routes, self._around), opts=self._around.child
        )
        self._links["endpoint"] = api.url
        stage = self._around.settings.stage
        self._around.shown.add(apis=(("ApiName", api.name), ("Stage", stage)))
        return api

    def rings_at(self, role: str, metric: str) -> None:
        """Tell somebody at the first of what this service's functions count as ``metric``."""
        around = self._around
        alarms.business_metric(
            around.named(role),
            metric,
            around.card.name,
            around.functions.metrics,
            around.standards,
            around.child,
        )

    def publish(self) -> Access:
        """Let a function announce this service's events on the bus."""
        return to_publish(self._around.card, self._around.platform)

    def call(self, service: str) -> Access:
        """Let a function find and ask another service, which the card must name under calls."""
        around = self._around
        return to_call(service, around.card, around.platform, around.settings)

    def open(self) -> dict[str, pulumi.Input[str]]:
        """Register the links, draw the dashboard; returns the links for the stack's outputs."""
        around = self._around
        name, stage = around.card.name, around.settings.stage
        Registry(name, stage, self._links, opts=around.child)
        around.shown.draw(f"{PROJECT}-{stage}-{name}", around.settings.region, around.child)
        self.register_outputs(self._links)
        return self._links

    def _function(self, entry: str, args: FunctionArgs) -> Function:
        function = Function(self._around.named(entry), args, opts=self._around.child)
        self._around.shown.add(functions=function.name)
        return function
