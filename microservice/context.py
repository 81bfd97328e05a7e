"""ServiceContext: what everything that one service makes has in common."""

from __future__ import annotations

from dataclasses import dataclass, field

import pulumi

from components.defaults import Defaults
from microservice.card import Card
from microservice.dashboard import DashboardContents
from microservice.functions import Functions
from microservice.shared import Platform
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class ServiceContext:
    """The service's card, its stage, and where its resources hang."""

    card: Card
    settings: Settings
    platform: Platform
    defaults: Defaults
    functions: Functions
    child: pulumi.ResourceOptions
    shown: DashboardContents = field(default_factory=DashboardContents)

    def named(self, role: str) -> str:
        """The logical name of a part of the service, by its role or its entry point."""
        return f"{self.card.name}-{role.replace('_', '-')}"
