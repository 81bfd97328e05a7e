"""Stage: the settings of one stage, with their limits and defaults."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import pulumi
from pulumi.runtime import config as given
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from components.api.caching import Size
from components.defaults import Defaults
from contracts.orders import Mode
from settings import deployable, needs, production, project, regions, stage_file
from settings.addresses import Email, Emails, Readers, Runbooks
from settings.errors import SettingsError, problems
from settings.external import External
from settings.parts import PARTS
from settings.project import KEY, PLATFORM, PROJECT, SERVICES, file_of, stage_and_service
from settings.schedules import Schedules
from settings.search import SearchIndex
from settings.services.suppliers import Suppliers
from settings.sign_in_page import SignInPage
from settings.site_domain import SiteDomain
from settings.throttle import Throttle
from settings.tracing import Tracing
from settings.user_mail import UserMail

# IAM policies are in no Region; a path and a name are the end.
POLICY_ARN = r"^arn:[a-z-]+:iam::[0-9]{12}:policy/[A-Za-z0-9+=,.@_/-]+$"

DEFAULTS = Defaults()
STAGE_DEFAULTS = frozenset(field.name for field in fields(Defaults))


class Settings(BaseModel):
    """Every value that may differ between stages; unknown keys and wrong values are refused.

    Fields that are also fields of ``Defaults`` have its default and its limits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stage: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,19}$")]
    region: str
    services: tuple[str, ...] = SERVICES
    endpoint: str | None = None
    architecture: Literal["arm64", "x86_64"] = "arm64"

    # Of a stage that comes and goes: whose it is, and the last day that it is needed. Its resources
    # are tagged with both; ``platform stage list --expired`` finds those whose day is past.
    owner: Annotated[str | None, Field(pattern=r"^[\w.@+-]+$", max_length=64)] = None
    expires: date | None = None

    # The policy that no role of the stage may exceed, by ARN: platform bootstrap makes it, and the
    # pipeline's role makes roles with it only.
    permissions_boundary: Annotated[str | None, Field(pattern=POLICY_ARN)] = None

    # What a stage keeps and shows is its own decision: these have no default.
    keep_data: bool
    data_trace: bool
    log_retention_days: int
    bus_archive_days: Annotated[int, Field(ge=1, le=3650)]
    cors_origins: Annotated[tuple[str, ...], Field(min_length=1)]
    throttle: Throttle
    # Gigabytes of the cache of each REST API that has cached routes, which costs by the hour.
    api_cache_size: Size | None = None
    mfa: Literal["OFF", "OPTIONAL", "ON"]
    password_sign_in: bool = False
    # Whether anybody may register; otherwise administrators create users. Without a
    # user_mail the code of the confirmation comes from Cognito itself, which sends 50 a day.
    self_sign_up: bool = False
    user_mail: UserMail | None = None
    sign_in_page: SignInPage | None = None
    # The page of the shop, behind CloudFront and WAF: services/storefront/site.py
    site: bool = False
    site_domain: SiteDomain | None = None
    # A second bus, with an archive of its own, that no service can write to, read or empty.
    audit_days: Annotated[int | None, Field(ge=1, le=3650)] = None

    # New orders take the first mode; orders of every mode listed can be finished.
    order_modes: Annotated[tuple[Mode, ...], Field(min_length=1)] = ("choreography", "saga")
    schedules: Schedules = Schedules()
    report_sender: Email | None = None
    report_emails: Readers = ()
    partner_webhook: Annotated[str | None, Field(pattern=r"^https://[^/\s]+(/\S*)?$")] = None
    # What takes the money, carries the parcels and looks for malware in uploads: simulated, or a
    # service with an HTTP API.
    payment_processor: External = External()
    carrier: External = External()
    scanner: External = External()
    # A service with a database, which costs by the hour: only where a stage says where it is.
    suppliers: Suppliers | None = None
    # What the index of the items is kept in: services/search.
    search: SearchIndex = SearchIndex()
    # Only the emulator of a local stage can make a workflow's waits shorter than they say.
    workflow_wait_scale: Annotated[float, Field(gt=0, le=1)] = 1

    # A REST API answers 504 after 29 seconds.
    latency_p99_ms: Annotated[int, Field(ge=1, le=29_000)] = DEFAULTS.latency_p99_ms
    server_error_percent: float = DEFAULTS.server_error_percent
    # Of APIs; only with it there are alarms on error budgets, on whole services and on the stage.
    availability_percent: float | None = DEFAULTS.availability_percent
    # Logs Insights queries of each service, in CloudWatch's console.
    saved_queries: bool = False
    # What X-Ray samples of the requests to REST APIs; without it the rules of the account decide.
    tracing: Tracing | None = None
    # What the stage may cost in a month, by its tags; its alarm topic is notified of more.
    monthly_budget_usd: Annotated[float | None, Field(gt=0)] = None
    function_error_percent: float = DEFAULTS.function_error_percent
    alarm_period_seconds: int = DEFAULTS.alarm_period_seconds
    alarm_periods: int = DEFAULTS.alarm_periods
    dead_letter_retention_seconds: int = DEFAULTS.dead_letter_retention_seconds
    target_retries: int = DEFAULTS.target_retries
    target_age_seconds: int = DEFAULTS.target_age_seconds
    async_retries: int = DEFAULTS.async_retries
    alarm_emails: Emails = ()
    # Where people who are notified find the runbooks: a folder of the checkout, or a URL.
    runbooks: Runbooks = DEFAULTS.runbooks
    # A failed message comes back after so many seconds, and then after so many times the delay
    # before: with five receives these span 34 minutes, in which most outages end.
    retry_seconds: Annotated[int, Field(ge=1, le=900)] = 10
    retry_factor: Annotated[int, Field(ge=2, le=10)] = 6
    # After so long an order that is still open is cancelled, or reported, and after a quarter of it
    # processed again (services/orders). A message whose function was killed is hidden for 300 s.
    open_order_seconds: Annotated[int, Field(ge=600, le=604_800)] = 6 * 60 * 60
    discovery_cache_seconds: Annotated[int, Field(ge=1, le=3600)] = 300
    # An account has one role for the logs of its REST APIs in a region, and one identity for an
    # address that mail comes from: docs/decisions/once-in-an-account.md
    owns_api_logs_role: bool = True
    owns_report_sender: bool = True

    @property
    def deployed(self) -> tuple[str, ...]:
        """The services of the stage, with those that it has chosen."""
        chosen = (name for name in project.OPTIONAL_SERVICES if getattr(self, name) is not None)
        return (*self.services, *chosen)

    @property
    def partition(self) -> str:
        """The AWS partition of the region: ``aws``, ``aws-cn`` or ``aws-us-gov``."""
        return regions.partition_of(self.region)

    @property
    def shares_account(self) -> bool:
        """Whether other stages may use what its account holds once; an emulator has one stage."""
        return self.endpoint is None

    @field_validator("*")
    @classmethod
    def _within_the_limits_of_defaults(cls, value: Any, field: ValidationInfo) -> Any:
        if field.field_name in STAGE_DEFAULTS:
            try:
                Defaults(**{field.field_name: value})
            except ValueError as error:
                limits = str(error).removeprefix(f"{field.field_name} ").rpartition(", got ")[0]
                raise ValueError(limits) from None
        return value

    @field_validator("*")
    @classmethod
    def _fit_for_production(cls, value: Any, field: ValidationInfo) -> Any:
        if production.is_production(field.data.get("stage", "")):
            production.check(str(field.field_name), value)
        return value

    @field_validator("region")
    @classmethod
    def _offers_what_every_stage_needs(cls, region: str) -> str:
        regions.partition_of(region)
        for service in (regions.USER_POOLS, regions.SCHEMAS):
            regions.check_offered(service, region)
        return region

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

    @field_validator("endpoint")
    @classmethod
    def _on_this_machine(cls, endpoint: str | None) -> str | None:
        here = ("127.0.0.1", "localhost", "::1")
        if endpoint is not None and urlsplit(endpoint).hostname not in here:
            raise ValueError("must be on this machine: http://127.0.0.1:<port>")
        return endpoint

    @field_validator(*needs.KEYS)
    @classmethod
    def _with_what_it_needs(cls, value: Any, others: ValidationInfo) -> Any:
        needs.check(str(others.field_name), value, others.data)
        return value

    @field_validator("payment_processor", "carrier", "scanner", "search", "workflow_wait_scale")
    @classmethod
    def _possible_where_the_stage_is(cls, value: Any, others: ValidationInfo) -> Any:
        needs.check_place(value, emulated=bool(others.data.get("endpoint")))
        return value

    @classmethod
    def load(cls) -> Settings:
        """The settings of the stack that Pulumi runs; raises ``SettingsError``.

        In an update of a stage on AWS also for what only a preview may do without.
        """
        stack = pulumi.get_stack()
        stage, service = stage_and_service(stack)
        stage_file.refuse_service_stack(stage)
        stage_file.refuse_own_settings(stack)
        stage_file.refuse_other_keys(stage, {*given.get_config_env(), *given.CONFIG.get()})
        text = pulumi.Config(PROJECT).get("settings")
        if text is None and service is not None:
            file = file_of(stage).name
            raise SettingsError(f"{stack} has the settings of stage {stage}: --config-file {file}")
        settings = cls.parse(stage, stage_file.parsed(text))
        if service not in (None, PLATFORM, project.OVERVIEW, *settings.deployed):
            raise SettingsError(
                f"{file_of(stage).name}: {KEY}.services: {service} is not in it, and {stack} would "
                f"deploy it; given {settings.deployed!r}"
            )
        deployable.check(settings)
        return settings

    @classmethod
    def of_stage(cls, stage: str) -> Settings:
        """The settings in a stage's file, read without Pulumi; raises ``SettingsError``."""
        config = stage_file.configuration(stage)
        stage_file.refuse_other_keys(stage, config)
        return cls.parse(stage, config.get(KEY))

    @classmethod
    def parse(cls, stage: str, values: Any) -> Settings:
        """Check the values of one stage; the error names file, key, limits and what was given."""
        file = file_of(stage).name
        if not isinstance(values, dict):
            raise SettingsError(f"{file}: {KEY} must hold the settings; given {values!r}")
        if "stage" in values:
            raise SettingsError(f"{file}: {KEY}.stage: unknown key; the stage is the file's name")
        try:
            return cls.model_validate({"stage": stage, **values})
        except ValidationError as error:
            lines = problems(error, KEY, cls, PARTS)
            raise SettingsError("\n".join(f"{file}: {line}" for line in lines)) from None
