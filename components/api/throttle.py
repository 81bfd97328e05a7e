"""Throttle: how many requests a route of an API accepts, fewer or more than the stage's others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """Limits of one route, for all callers together; above them it answers 429.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    """

    rate: float
    """Requests a second in steady state."""

    burst: int
    """Requests at once, above the steady rate."""

    def __post_init__(self) -> None:
        for name in ("rate", "burst"):
            if (given := getattr(self, name)) <= 0:
                raise ValueError(f"{name} must be more than 0, got {given:g}")

    def settings(self) -> dict[str, float]:
        """The settings of a method or a route."""
        return {"throttling_rate_limit": self.rate, "throttling_burst_limit": self.burst}
