"""Microservice: makes a service's tables, functions, triggers, APIs, alarms and dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pulumi

from components.access import Access
from components.api.http_api import HttpApi
from components.api.rest_api import RestApi
from components.api.route import Route
from components.api.web_socket_api import WebSocketApi, WebSocketApiArgs
from components.compute.function import Function, FunctionArgs
from components.compute.presets import PresetName
from components.data.table import Table, TableArgs
from components.defaults import Defaults
from components.graphql.authorization import UserPoolTokens
from components.graphql.graphql_api import GraphqlApi, GraphqlApiArgs
from components.objects.bucket import Bucket, BucketArgs
from components.observability import alarms
from components.workflow.workflow import Workflow, WorkflowArgs
from microservice.apis import (
    graphql_api_args,
    http_api_args,
    rest_api_args,
    user_tokens,
    web_socket_api_args,
)
from microservice.card import Card
from microservice.context import ServiceContext
from microservice.external import ExternalAdapter, to_call_external
from microservice.functions import Entry, Functions, Uses, changed, entry_of
from microservice.grants import account_of, to_call, to_publish
from microservice.parameters import ServiceParameters
from microservice.shared_resources import SharedResources
from microservice.stage_defaults import stage_defaults
from microservice.triggers import Triggers
from settings import PROJECT, Settings
from settings.external import External


class Microservice(pulumi.ComponentResource):
    """What a service's ``define`` is given: each method makes a resource of the catalogue with the
    stage's defaults, a logical name that begins with the service's, and a place on its dashboard.

    A function is named by its entry point: the module in ``services/<service>/app`` that holds
    ``handle``. ``on`` makes the functions and workflows that events, tables, schedules, messages
    and objects start. Methods take the component's own arguments, or, for a function, those that
    ``functions`` makes: ``replace(service.functions.task("count_hour"), memory=2048)``. Arguments
    without ``defaults`` get the stage's. Resources that the service makes itself take ``named``,
    ``defaults`` and ``child``, where they need the number of the account ``account``. ``users`` are
    the callers of a GraphQL API.
    """

    on: Triggers
    functions: Functions
    settings: Settings
    defaults: Defaults
    child: pulumi.ResourceOptions
    users: UserPoolTokens
    account: pulumi.Output[str]

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
        self.functions = Functions(
            service=card.name,
            settings=settings,
            defaults=self.defaults,
            layer=shared.layer,
            audience=shared.token_audience,
            issuer=shared.token_issuer,
        )
        self._context = ServiceContext(
            card=card,
            settings=settings,
            shared=shared,
            defaults=self.defaults,
            functions=self.functions,
            child=pulumi.ResourceOptions(parent=self),
        )
        self.named, self.users = self._context.named, user_tokens(shared)
        self.account = shared.bus_arn.apply(account_of)
        self.on, self.contents = Triggers(self._context), self._context.dashboard
        self.contents.add(business=(self.functions.metrics, card.name))
        self._parameters: dict[str, pulumi.Input[str]] = {"event-source": card.name}

    def table(self, role: str, args: TableArgs) -> Table:
        """A table of this service."""
        args = replace(args, defaults=self._defaults(args.defaults))
        table = Table(self.named(role), args, opts=self._context.child)
        self._context.dashboard.add(tables=table.name)
        return table

    def bucket(self, role: str, args: BucketArgs = BucketArgs()) -> Bucket:
        """A bucket of this service."""
        args = replace(args, defaults=self._defaults(args.defaults))
        return Bucket(self.named(role), args, opts=self._context.child)

    def function(
        self,
        entry: Entry,
        *,
        uses: Uses = (),
        preset: PresetName | None = None,
        timeout: int | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Function:
        """A function behind an API."""
        args = self.functions.behind_api(entry) if isinstance(entry, str) else entry
        return self._function(changed(args, uses, preset, timeout, variables))

    def task(
        self,
        entry: Entry,
        *,
        uses: Uses = (),
        preset: PresetName | None = None,
        timeout: int | None = None,
    ) -> Function:
        """A function that a state machine invokes."""
        args = self.functions.task(entry) if isinstance(entry, str) else entry
        return self._function(changed(args, uses, preset, timeout))

    def workflow(self, role: str, args: WorkflowArgs) -> Workflow:
        """A state machine over this service's own functions and tables."""
        args = replace(args, defaults=self._defaults(args.defaults))
        workflow = Workflow(self.named(role), args, opts=self._context.child)
        self._context.dashboard.add(workflows=workflow.arn)
        return workflow

    def http_api(self, *routes: Route, defaults: Defaults = Defaults()) -> HttpApi:
        """The service's HTTP API, which checks tokens; its URL becomes the endpoint parameter."""
        args = http_api_args(routes, self._context, self._defaults(defaults))
        api = HttpApi(self.named("api"), args, opts=self._context.child)
        self._parameters["endpoint"] = api.url
        self._context.dashboard.add(apis=(("ApiId", api.id),))
        return api

    def rest_api(self, *routes: Route, defaults: Defaults = Defaults()) -> RestApi:
        """The service's REST API, which checks tokens and validates requests; its URL becomes the
        endpoint parameter.
        """
        args = rest_api_args(routes, self._context, self._defaults(defaults))
        api = RestApi(self.named("api"), args, opts=self._context.child)
        self._parameters["endpoint"] = api.url
        stage = self._context.settings.stage
        self._context.dashboard.add(apis=(("ApiName", api.name), ("Stage", stage)))
        return api

    def web_socket_api(self, args: WebSocketApiArgs) -> WebSocketApi:
        """The service's WebSocket API; its URL becomes the endpoint parameter."""
        args = web_socket_api_args(args, self._context, self._defaults(args.defaults))
        api = WebSocketApi(self.named("api"), args, opts=self._context.child)
        self._parameters["endpoint"] = api.url
        self._context.dashboard.add_web_socket_api(api)
        return api

    def graphql_api(self, args: GraphqlApiArgs) -> GraphqlApi:
        """The service's GraphQL API, for ``users``; its URL becomes the endpoint parameter."""
        args = graphql_api_args(args, self._context, self._defaults(args.defaults))
        api = GraphqlApi(self.named("api"), args, opts=self._context.child)
        self._parameters["endpoint"] = api.url
        self._context.dashboard.add(graphql=api.id)
        return api

    def parameter(self, key: str, value: pulumi.Input[str]) -> None:
        """A parameter of this service, by which commands find an address that is no API's.

        Raises ``ValueError`` for a key that there is.
        """
        if key in self._parameters:
            raise ValueError(f"{self._context.card.name} has a parameter {key} already")
        self._parameters[key] = value

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

    def external(self, variable: str, chosen: External) -> ExternalAdapter:
        """What functions need to call an external service, by the adapter that is chosen."""
        return to_call_external(variable, chosen, self.settings, self._context.shared)

    def complete(self) -> Mapping[str, pulumi.Input[str]]:
        """Make the parameters and the dashboard; returns the parameters by key."""
        context = self._context
        name, stage = context.card.name, context.settings.stage
        ServiceParameters(name, stage, self._parameters, opts=context.child)
        context.dashboard.make(f"{PROJECT}-{stage}-{name}", context.settings.region, context.child)
        self.register_outputs(self._parameters)
        return self._parameters

    def _defaults(self, given: Defaults) -> Defaults:
        """The service's defaults, where the arguments have none of their own."""
        return self.defaults if given == Defaults() else given

    def _function(self, args: FunctionArgs) -> Function:
        function = Function(self.named(entry_of(args)), args, opts=self._context.child)
        self._context.dashboard.add(functions=function.name)
        return function
