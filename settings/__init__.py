"""Settings: the configuration of a stage, and the only package that reads it."""

from settings.project import KEY, PLATFORM, PROJECT, ROOT, SERVICES, file_of, stage_and_service
from settings.schedules import Schedules
from settings.stage import Settings, SettingsError, Throttle

__all__ = [
    "KEY",
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
]
