"""Collected alarms: those that the components of one service have made, for an alarm over them."""

from __future__ import annotations

import pulumi


class CollectedAlarms:
    """The names of alarms as they are made; ``budgets`` are those on error budgets, which matter to
    callers at once.
    """

    names: list[pulumi.Output[str]]
    budgets: list[pulumi.Output[str]]

    def __init__(self) -> None:
        self.names, self.budgets = [], []

    def add(self, name: pulumi.Output[str]) -> None:
        """Add an alarm on a metric."""
        self.names.append(name)

    def add_budget(self, name: pulumi.Output[str]) -> None:
        """Add an alarm on an error budget."""
        self.budgets.append(name)
