"""Tracing: what a stage keeps of its traces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Tracing(BaseModel):
    """The share of requests to REST APIs that X-Ray samples beside the first of each second, in
    percent, and the services that have a group of traces: all of them, or those that are named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sample_percent: Annotated[float, Field(ge=0, le=100)] = 5
    groups: bool | tuple[str, ...] = False

    def groups_of(self, services: Sequence[str]) -> Sequence[str]:
        """Those of the services that have a group."""
        if isinstance(self.groups, tuple):
            return self.groups
        return services if self.groups else ()
