"""Collected logs: the log groups that the components of one service have made, for its queries."""

from __future__ import annotations

from typing import Literal, TypeAlias

import pulumi

# By the fields that their lines have: those of the runtime, of an access log, of Step Functions.
Kind: TypeAlias = Literal["functions", "apis", "workflows"]


class CollectedLogs:
    """The names of log groups as they are made, by kind."""

    names: dict[Kind, list[pulumi.Output[str]]]

    def __init__(self) -> None:
        self.names = {"functions": [], "apis": [], "workflows": []}

    def add(self, kind: Kind, name: pulumi.Output[str]) -> None:
        """Add a log group."""
        self.names[kind].append(name)
