"""Throttle: how many requests the APIs of a stage accept."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Throttle(BaseModel):
    """Requests that every API accepts: per second, and at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate: Annotated[float, Field(gt=0, le=10_000)]
    burst: Annotated[int, Field(gt=0, le=5_000)]
