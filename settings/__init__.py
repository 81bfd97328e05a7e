"""Settings: the configuration of a stage, and the only package that reads it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from settings.project import (
    KEY,
    OPTIONAL_SERVICES,
    OVERVIEW,
    PLATFORM,
    PROJECT,
    ROOT,
    SERVICES,
    file_of,
    stage_and_service,
    stages,
)

if TYPE_CHECKING:
    from settings.errors import SettingsError
    from settings.schedules import Schedules
    from settings.stage import Settings
    from settings.throttle import Throttle

__all__ = [
    "KEY",
    "OPTIONAL_SERVICES",
    "OVERVIEW",
    "PLATFORM",
    "PROJECT",
    "ROOT",
    "SERVICES",
    "Schedules",
    "Settings",
    "SettingsError",
    "Throttle",
    "file_of",
    "stage_and_service",
    "stages",
]

# These need pydantic and Pulumi's SDK: a quarter of a second, for commands that read no stage.
LATER = {
    "Schedules": "settings.schedules",
    "Settings": "settings.stage",
    "SettingsError": "settings.errors",
    "Throttle": "settings.throttle",
}


def __getattr__(name: str) -> Any:
    """What is imported when it is first used."""
    if name in LATER:
        return getattr(import_module(LATER[name]), name)
    raise AttributeError(f"module {__name__} has no attribute {name}")
