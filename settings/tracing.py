"""Tracing: what a stage keeps of its traces."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Tracing(BaseModel):
    """The share of requests to REST APIs that X-Ray samples beside the first of each second, in
    percent, and whether each service has a group of traces: an account has 25 in a region.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sample_percent: Annotated[float, Field(ge=0, le=100)] = 5
    groups: bool = False
