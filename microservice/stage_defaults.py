"""Stage defaults: what the settings of a stage say to the components of one service."""

from __future__ import annotations

from dataclasses import fields

import pulumi

from components.collected_alarms import CollectedAlarms
from components.collected_logs import CollectedLogs
from components.defaults import Defaults
from settings import Settings


def stage_defaults(
    settings: Settings, service: str, alarm_topic: pulumi.Input[str] | None = None
) -> Defaults:
    """Every field that ``Settings`` and ``Defaults`` share, the service's tag, the alarm topic."""
    names = {field.name for field in fields(Defaults)} & set(Settings.model_fields)
    return Defaults(
        alarm_topic=alarm_topic,
        alarms=CollectedAlarms(),
        logs=CollectedLogs(),
        tags={"service": service},
        throttle_rate=settings.throttle.rate,
        throttle_burst=settings.throttle.burst,
        **{name: getattr(settings, name) for name in names},
    )
