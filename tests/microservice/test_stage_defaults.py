from __future__ import annotations

from dataclasses import fields

from components.defaults import Defaults
from microservice.stage_defaults import stage_defaults
from settings import Settings

# No value here is the components' own default.
GIVEN = {
    "keep_data": True,
    "runbooks": "https://wiki.example.com/runbooks",
    "data_trace": True,
    "permissions_boundary": "arn:aws:iam::123456789012:policy/boundary",
    "log_retention_days": 7,
    "cors_origins": ("https://a.example.com",),
    "latency_p99_ms": 900,
    "server_error_percent": 2.0,
    "availability_percent": 99.5,
    "function_error_percent": 3.0,
    "alarm_period_seconds": 300,
    "alarm_periods": 3,
    "dead_letter_retention_seconds": 400_000,
    "target_retries": 4,
    "target_age_seconds": 600,
    "async_retries": 1,
}


def test_every_field_that_settings_and_defaults_share_is_handed_over():
    settings = Settings.parse(
        "dev",
        {
            **GIVEN,
            "region": "eu-west-1",
            "mfa": "OFF",
            "bus_archive_days": 1,
            "throttle": {"rate": 7, "burst": 8},
        },
    )
    assert stage_defaults(settings, "orders", "arn:topic") == Defaults(
        alarm_topic="arn:topic",
        tags={"service": "orders"},
        throttle_rate=7,
        throttle_burst=8,
        **GIVEN,
    )
    handed_over = {*GIVEN, "alarm_topic", "tags", "throttle_rate", "throttle_burst"}
    assert handed_over == {field.name for field in fields(Defaults)} - {"alarms", "logs"}
    assert [name for name, value in GIVEN.items() if value == getattr(Defaults(), name)] == []
