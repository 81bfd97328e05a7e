"""Surroundings: what everything that one service makes has in common."""

from __future__ import annotations

from dataclasses import dataclass, field

import pulumi

from components.observability.standards import Standards
from services.card import Card
from services.functions import Functions
from services.platform import Platform
from services.settings import Settings
from services.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The service's card, its stage, and where its resources hang."""

    card: Card
    settings: Settings
    platform: Platform
    standards: Standards
    functions: Functions
    child: pulumi.ResourceOptions
    shown: Shown = field(default_factory=Shown)

    def named(self, role: str) -> str:
        """The logical name of a part of the service, by its role or its entry point."""
        return f"{self.card.name}-{role.replace('_', '-')}"
