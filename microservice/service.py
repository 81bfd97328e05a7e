"""Service: the component of one service, made from its card and its definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pulumi

from microservice.card import Card
from microservice.microservice import Microservice
from microservice.shared_resources import SharedResources
from settings import Settings

Definition: TypeAlias = Callable[[Microservice], None]


class Service(pulumi.ComponentResource):
    """Runs ``define`` on a new ``Microservice``, then makes its parameters and its dashboard.

    ``parameters`` holds what other services and stacks find in Parameter Store, by key; ``budgets``
    the names of the alarms on the error budgets of its APIs.
    """

    parameters: Mapping[str, pulumi.Input[str]]
    budgets: tuple[pulumi.Output[str], ...]

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
        self.parameters = microservice.complete()
        self.budgets = tuple(microservice.alarms.budgets)
        self.register_outputs(dict(self.parameters))
