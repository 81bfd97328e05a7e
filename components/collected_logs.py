"""Collected logs: the log groups that the components of one service have made, for its queries."""

from __future__ import annotations

import pulumi


class CollectedLogs:
    """The names of log groups as they are made, by the fields that their lines have."""

    functions: list[pulumi.Output[str]]
    apis: list[pulumi.Output[str]]
    workflows: list[pulumi.Output[str]]

    def __init__(self) -> None:
        self.functions, self.apis, self.workflows = [], [], []

    def add_function(self, name: pulumi.Output[str]) -> None:
        """Add the log group of a function."""
        self.functions.append(name)

    def add_api(self, name: pulumi.Output[str]) -> None:
        """Add the access log of a REST or an HTTP API."""
        self.apis.append(name)

    def add_workflow(self, name: pulumi.Output[str]) -> None:
        """Add the log group of a state machine."""
        self.workflows.append(name)
