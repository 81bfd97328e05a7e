"""Stage: every setting of a stage, read from its file and checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import pulumi
import yaml
from pulumi.runtime import config as given
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from components.defaults import TWO_WEEKS
from contracts.orders import Mode
from settings import project
from settings.project import KEY, PROJECT, SERVICES, file_of, stage_and_service
from settings.schedules import Schedules

# What CloudWatch accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653)


# A message keeps its age when it moves to the dead letters, and queues keep it for four days.
FOUR_DAYS = 4 * 24 * 60 * 60


Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class SettingsError(ValueError):
    """A stage's file says something that the program refuses; the message says what and where."""


class Throttle(BaseModel):
    """Requests a second, and how many may come at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate: Annotated[float, Field(gt=0, le=10_000)]
    burst: Annotated[int, Field(gt=0, le=5_000)]


class Settings(BaseModel):
    """Every choice that differs between stages; unknown keys and wrong values are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stage: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,19}$")]
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
    services: tuple[str, ...] = SERVICES
    endpoint: str | None = None
    architecture: Literal["arm64", "x86_64"] = "arm64"

    keep_data: bool
    data_trace: bool
    mfa: Literal["OFF", "OPTIONAL", "ON"]
    password_sign_in: bool = False
    cors_origins: Annotated[tuple[str, ...], Field(min_length=1)]

    # The first is how new orders get through; those of every mode listed can be finished.
    order_modes: Annotated[tuple[Mode, ...], Field(min_length=1)] = ("choreography", "saga")
    schedules: Schedules = Schedules()
    report_sender: Email | None = None
    # SES takes so many at once: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
    report_emails: Annotated[tuple[Email, ...], Field(max_length=50)] = ()
    partner_webhook: Annotated[str | None, Field(pattern=r"^https://[^/\s]+(/\S*)?$")] = None
    # Only the emulator of a local stage can make a workflow's waits shorter than they say.
    workflow_wait_scale: Annotated[float, Field(gt=0, le=1)] = 1

    throttle: Throttle
    log_retention_days: int
    bus_archive_days: Annotated[int, Field(ge=1, le=3650)]
    # A second bus with an archive of its own, which no service can write to, read or empty.
    audit_days: Annotated[int | None, Field(ge=1, le=3650)] = None
    latency_p99_ms: Annotated[int, Field(ge=1, le=29_000)] = 1000
    server_error_percent: Annotated[float, Field(gt=0, le=100)] = 1
    alarm_period_seconds: Literal[60, 120, 180, 300] = 60
    alarm_periods: Annotated[int, Field(ge=1, le=60)] = 5
    dead_letter_retention_seconds: Annotated[int, Field(ge=FOUR_DAYS, le=TWO_WEEKS)] = TWO_WEEKS
    target_retries: Annotated[int, Field(ge=0, le=185)] = 3
    target_age_seconds: Annotated[int, Field(ge=60, le=21_600)] = 3600
    async_retries: Annotated[int, Field(ge=0, le=2)] = 2
    retry_seconds: Annotated[int, Field(ge=1, le=900)] = 10
    discovery_cache_seconds: Annotated[int, Field(ge=1, le=3600)] = 300
    alarm_emails: tuple[Email, ...] = ()
    # An account has one role for the logs of its REST APIs in a region: one stage there owns it.
    owns_api_logs_role: bool = True

    @field_validator("services")
    @classmethod
    def _known(cls, services: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [service for service in services if service not in SERVICES]
        if unknown:
            raise ValueError(f"knows no {', '.join(unknown)}; there are {', '.join(SERVICES)}")
        twice = sorted({service for service in services if services.count(service) > 1})
        if twice:
            raise ValueError(f"names {', '.join(twice)} more than once")
        return services

    @field_validator("order_modes")
    @classmethod
    def _each_once(cls, modes: tuple[Mode, ...]) -> tuple[Mode, ...]:
        if len(modes) != len(set(modes)):
            raise ValueError("names a mode more than once")
        return modes

    @field_validator("log_retention_days")
    @classmethod
    def _kept_as_cloudwatch_can(cls, days: int) -> int:
        if days not in RETENTION_DAYS:
            raise ValueError(f"must be one of {', '.join(map(str, RETENTION_DAYS))}")
        return days

    @field_validator("endpoint")
    @classmethod
    def _on_this_machine(cls, endpoint: str | None) -> str | None:
        here = ("127.0.0.1", "localhost", "::1")
        if endpoint is not None and urlsplit(endpoint).hostname not in here:
            raise ValueError("must be on this machine: http://127.0.0.1:<port>")
        return endpoint

    @field_validator("report_emails")
    @classmethod
    def _from_somebody(cls, emails: tuple[str, ...], others: ValidationInfo) -> tuple[str, ...]:
        if emails and not others.data.get("report_sender"):
            raise ValueError("needs a report_sender, whom mail may come from")
        return emails

    @field_validator("workflow_wait_scale")
    @classmethod
    def _on_an_emulator(cls, scale: float, others: ValidationInfo) -> float:
        if scale != 1 and not others.data.get("endpoint"):
            raise ValueError("can only be changed where there is an endpoint; AWS waits in full")
        return scale

    @classmethod
    def load(cls) -> Settings:
        """The settings of the stack that Pulumi runs; raises ``SettingsError``."""
        stage, _ = stage_and_service(pulumi.get_stack())
        _refuse_strangers(stage, {*given.get_config_env(), *given.CONFIG.get()})
        return cls.parse(stage, pulumi.Config(PROJECT).get_object("settings"))

    @classmethod
    def of_stage(cls, stage: str) -> Settings:
        """The settings in a stage's file, read without Pulumi; raises ``SettingsError``."""
        file = file_of(stage)
        if not file.is_file():
            stages = sorted(path.name.split(".")[1] for path in project.ROOT.glob("Pulumi.*.yaml"))
            raise SettingsError(
                f"there is no stage {stage}: {file.name} is missing; there are {', '.join(stages)}"
            )
        config = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("config") or {}
        _refuse_strangers(stage, config)
        return cls.parse(stage, config.get(KEY))

    @classmethod
    def parse(cls, stage: str, values: Any) -> Settings:
        """Check the values of one stage; the error names file, key, limits and what was given."""
        file = file_of(stage).name
        if not isinstance(values, dict):
            raise SettingsError(
                f"{file}: {KEY} must hold the settings of the stage; given {values!r}"
            )
        if "stage" in values:
            raise SettingsError(f"{file}: {KEY}.stage: unknown key; the stage is the file's name")
        try:
            return cls.model_validate({"stage": stage, **values})
        except ValidationError as error:
            lines = [_line(problem) for problem in error.errors()]
            raise SettingsError("\n".join(f"{file}: {line}" for line in lines)) from None


def _refuse_strangers(stage: str, keys: Iterable[str]) -> None:
    strangers = sorted(key for key in keys if key.startswith(f"{PROJECT}:") and key != KEY)
    if strangers:
        raise SettingsError(
            f"{file_of(stage).name}: unknown key {', '.join(strangers)}; all settings of "
            f"{PROJECT} stand under {KEY}"
        )


def _line(problem: Any) -> str:
    key = ".".join([KEY, *[str(part) for part in problem["loc"]]])
    if problem["type"] == "extra_forbidden":
        parts: dict[str, type[BaseModel]] = {"throttle": Throttle, "schedules": Schedules}
        within = parts.get(str(problem["loc"][0]), Settings)
        fields = within.model_fields if len(problem["loc"]) > 1 else Settings.model_fields
        known = ", ".join(name for name in fields if name != "stage")
        return f"{key}: unknown key (given {problem['input']!r}); known are {known}"
    if problem["type"] == "missing":
        return f"{key}: missing; this setting has no default"
    reason = problem["msg"].removeprefix("Value error, ")
    return f"{key}: {reason[0].lower()}{reason[1:]}; given {problem['input']!r}"
