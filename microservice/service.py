"""Service: the component of one service, made from its card and its definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pulumi

from components.defaults import Defaults
from components.observability.composite_alarm import alarm_over
from components.observability.saved_queries import SavedQueries, SavedQueriesArgs
from components.observability.tracing import trace_group
from microservice import overview_part
from microservice.card import Card
from microservice.microservice import Microservice
from microservice.overview_part import OverviewPart
from microservice.shared_resources import SharedResources
from settings import PROJECT, Settings

Definition: TypeAlias = Callable[[Microservice], None]


class Service(pulumi.ComponentResource):
    """Runs ``define`` on a new ``Microservice``, then makes its parameters and its dashboard.

    ``parameters`` holds what other services and stacks find in Parameter Store, by key; ``part``
    what the service gives to the alarm and the dashboard over all services.
    """

    parameters: Mapping[str, pulumi.Input[str]]
    part: OverviewPart

    def __init__(
        self,
        card: Card,
        define: Definition,
        settings: Settings,
        shared: SharedResources,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(card.type_token, card.name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        microservice = Microservice(card, settings, shared, opts=child)
        define(microservice)
        self.part = OverviewPart.of(microservice.defaults, microservice.contents)
        if settings.availability_percent is not None:
            microservice.parameter(overview_part.KEY, self.part.text())
        self.parameters = microservice.complete()
        self._alarms(card.name, settings, microservice.defaults)
        if settings.tracing is not None and card.name in settings.tracing.groups_of([card.name]):
            group = f"{PROJECT}-{settings.stage}-{card.name}"
            annotations = {"service": card.name, "stage": settings.stage}
            trace_group(card.name, group, annotations, microservice.defaults, child)
        if settings.saved_queries:
            self._queries(card.name, settings.stage, microservice.defaults)
        self.register_outputs(dict(self.parameters))

    def _alarms(self, name: str, settings: Settings, defaults: Defaults) -> None:
        """Make the alarm over those of the service."""
        if defaults.alarms is None or defaults.availability_percent is None:
            return
        child = pulumi.ResourceOptions(parent=self)
        over = f"{PROJECT}-{settings.stage}-{name}"
        alarm_over(name, over, defaults.alarms.names, defaults, child)

    def _queries(self, name: str, stage: str, defaults: Defaults) -> None:
        """Save the queries over the logs of the service, in the folder of its name."""
        logs = defaults.logs
        if logs is not None and any(logs.names.values()):
            args = SavedQueriesArgs(folder=f"{PROJECT}/{stage}/{name}", **logs.names)
            SavedQueries(f"{name}-queries", args, opts=pulumi.ResourceOptions(parent=self))
