"""Overview part: what a service gives to the alarm and the dashboard over all services."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components.defaults import Defaults
from microservice.dashboard import DashboardContents

# The key of the parameter in which the stack of all services finds it.
KEY = "overview"


@dataclass(frozen=True, kw_only=True)
class OverviewPart:
    """The names of the alarms on the error budgets of a service's APIs, and what its own dashboard
    shows.
    """

    budgets: Sequence[pulumi.Input[str]] = ()
    contents: DashboardContents

    @classmethod
    def of(cls, defaults: Defaults, contents: DashboardContents) -> OverviewPart:
        """The part of a service, by the alarms that its defaults have collected."""
        budgets = defaults.alarms.budgets if defaults.alarms else ()
        return cls(budgets=budgets, contents=contents)

    def text(self) -> pulumi.Output[str]:
        """The part as the value of a parameter."""
        held = {"budgets": [*self.budgets], "contents": self.contents.resources}
        return pulumi.Output.json_dumps(held, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> OverviewPart:
        """The part in the value of a parameter."""
        held: dict[str, Any] = json.loads(text)
        contents = DashboardContents(held["contents"])
        return cls(budgets=held["budgets"], contents=contents)
