"""ServiceContext: what everything that one service makes has in common."""

from __future__ import annotations

from dataclasses import dataclass, field

import pulumi

from components.defaults import Defaults
from microservice.card import Card
from microservice.dashboard import DashboardContents
from microservice.functions import Functions
from microservice.shared_resources import SharedResources
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class ServiceContext:
    """The service's card, settings and defaults, the parent of its resources, its dashboard."""

    card: Card
    settings: Settings
    shared: SharedResources
    defaults: Defaults
    functions: Functions
    child: pulumi.ResourceOptions
    dashboard: DashboardContents = field(default_factory=DashboardContents)

    def named(self, role: str) -> str:
        """The logical name of a part of the service, from its role or its entry point."""
        return f"{self.card.name}-{role.replace('_', '-')}"
