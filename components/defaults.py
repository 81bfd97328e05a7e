"""What a stage asks of every component: where alarms go, where limits lie, how long things stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

TWO_WEEKS = 14 * 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """One value a service, handed to each component; times in the unit their name ends in.

    The percentages and the zero thresholds are the alarms' limits: they ring above the value.
    """

    alarm_topic: pulumi.Input[str]
    tags: Mapping[str, str] = field(default_factory=dict)
    log_retention_days: int
    keep_data: bool = False
    data_trace: bool = False
    cors_origins: tuple[str, ...] = ("*",)
    throttle_rate: float = 50
    throttle_burst: int = 100
    latency_p99_ms: int = 1000
    server_error_percent: float = 1
    function_error_percent: float = 1
    alarm_period_seconds: int = 60
    alarm_periods: int = 5
    dead_letter_retention_seconds: int = TWO_WEEKS
    target_retries: int = 3
    target_age_seconds: int = 3600
    async_retries: int = 2
