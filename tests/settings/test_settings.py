from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from settings import (
    KEY,
    ROOT,
    SERVICES,
    Schedules,
    Settings,
    SettingsError,
    Throttle,
    file_of,
    stage_and_service,
)
from tests.cloud import deploy
from tests.stage import config_of

REQUIRED = {
    "region": "eu-west-1",
    "keep_data": False,
    "data_trace": True,
    "mfa": "OFF",
    "cors_origins": ["*"],
    "throttle": {"rate": 50, "burst": 100},
    "log_retention_days": 14,
    "bus_archive_days": 7,
}
STAGES = sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml"))


def refusal(values, stage: str = "dev") -> str:
    with pytest.raises(SettingsError) as refused:
        Settings.parse(stage, values)
    return str(refused.value)


def line(key: str, said: str) -> str:
    return f"Pulumi.dev.yaml: {KEY}.{key}: {said}"


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_that_is_checked_in_can_be_read(stage):
    assert Settings.of_stage(stage).stage == stage


def test_there_are_three_stages():
    assert STAGES == ["dev", "local", "prod"]


def test_what_is_required_is_enough():
    settings = Settings.parse("dev", REQUIRED)
    assert settings.services == SERVICES
    assert settings.endpoint is None
    assert settings.architecture == "arm64"
    assert settings.password_sign_in is False
    assert settings.latency_p99_ms == 1000
    assert settings.server_error_percent == 1
    assert (settings.alarm_period_seconds, settings.alarm_periods) == (60, 5)
    assert settings.dead_letter_retention_seconds == 1_209_600
    assert (settings.target_retries, settings.target_age_seconds) == (3, 3600)
    assert settings.async_retries == 2
    assert settings.retry_seconds == 10
    assert settings.order_modes == ("choreography", "saga")
    assert settings.workflow_wait_scale == 1
    assert settings.schedules == Schedules(
        enabled=True,
        timezone="UTC",
        backup="cron(0 2 * * ? *)",
        aggregation="rate(1 hour)",
        report="cron(0 1 * * ? *)",
    )
    assert (settings.report_sender, settings.report_emails) == (None, ())
    assert settings.partner_webhook is None
    assert settings.discovery_cache_seconds == 300
    assert settings.alarm_emails == ()


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_named_with_its_file(key):
    given = {name: value for name, value in REQUIRED.items() if name != key}
    assert refusal(given) == line(key, "missing; this setting has no default")


def test_all_that_is_wrong_is_said_at_once():
    told = refusal({**REQUIRED, "mfa": "MAYBE", "alarm_periods": 0, "colour": "red"}).splitlines()
    assert [line.split(": ")[1] for line in told] == [
        f"{KEY}.mfa",
        f"{KEY}.alarm_periods",
        f"{KEY}.colour",
    ]
    assert {line.split(": ")[0] for line in told} == {"Pulumi.dev.yaml"}


def test_an_unknown_key_is_told_what_is_known():
    known = ", ".join(name for name in Settings.model_fields if name != "stage")
    assert refusal({**REQUIRED, "colour": "red"}) == line(
        "colour", f"unknown key (given 'red'); known are {known}"
    )


def test_an_unknown_key_inside_another_is_told_what_is_known_there():
    throttle = {"rate": 50, "burst": 100, "brust": 7}
    assert refusal({**REQUIRED, "throttle": throttle}) == line(
        "throttle.brust", "unknown key (given 7); known are rate, burst"
    )
    assert refusal({**REQUIRED, "schedules": {"nightly": "rate(1 day)"}}) == line(
        "schedules.nightly",
        "unknown key (given 'rate(1 day)'); known are "
        "enabled, timezone, backup, aggregation, report",
    )


@pytest.mark.parametrize(
    ("key", "value", "limits"),
    [
        ("report", "rate(1 hours)", "rate must end in minute, hour, day after 1"),
        ("backup", "cron(0 2 * * * *)", "cron must have exactly one ?"),
        ("timezone", "Europe/Londo", "must be a time zone, such as Europe/London"),
    ],
)
def test_a_schedule_is_refused_before_the_scheduler_sees_it(key, value, limits):
    said = refusal({**REQUIRED, "schedules": {key: value}})
    assert said.startswith(f"Pulumi.dev.yaml: {KEY}.schedules.{key}: {limits}")
    assert said.endswith(f"given {value!r}")


def test_mail_needs_somebody_to_come_from():
    given = {"report_emails": ["finance@example.com"]}
    assert "report_emails: needs a report_sender" in refusal({**REQUIRED, **given})
    given["report_sender"] = "reports@example.com"
    assert Settings.parse("dev", {**REQUIRED, **given}).report_emails == ("finance@example.com",)


def test_only_an_emulator_makes_waits_shorter():
    here = {"endpoint": "http://127.0.0.1:4566", "workflow_wait_scale": 0.5}
    assert Settings.parse("dev", {**REQUIRED, **here}).workflow_wait_scale == 0.5
    assert "can only be changed where there is an endpoint" in refusal(
        {**REQUIRED, "workflow_wait_scale": 0.5}
    )


def test_a_file_may_not_say_that_it_is_another_stage():
    assert refusal({**REQUIRED, "stage": "prod"}) == line(
        "stage", "unknown key; the stage is the file's name"
    )


@pytest.mark.parametrize("values", [None, "eu-west-1", ["eu-west-1"]])
def test_settings_that_are_none_are_refused(values):
    assert refusal(values) == (
        f"Pulumi.dev.yaml: {KEY} must hold the settings of the stage; given {values!r}"
    )


@pytest.mark.parametrize(
    ("key", "value", "limits"),
    [
        ("region", "europe", "string should match pattern '^[a-z]{2}(-[a-z]+)+-\\d$'"),
        ("architecture", "arm", "input should be 'arm64' or 'x86_64'"),
        ("mfa", "MAYBE", "input should be 'OFF', 'OPTIONAL' or 'ON'"),
        ("keep_data", "perhaps", "input should be a valid boolean, unable to interpret input"),
        ("log_retention_days", 15, "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, "
         "365, 400, 545, 731, 1096, 1827, 3653"),
        ("bus_archive_days", 0, "input should be greater than or equal to 1"),
        ("bus_archive_days", 3651, "input should be less than or equal to 3650"),
        ("latency_p99_ms", 0, "input should be greater than or equal to 1"),
        ("latency_p99_ms", 29_001, "input should be less than or equal to 29000"),
        ("server_error_percent", 0, "input should be greater than 0"),
        ("server_error_percent", 101, "input should be less than or equal to 100"),
        ("alarm_period_seconds", 45, "input should be 60, 120, 180 or 300"),
        ("alarm_periods", 0, "input should be greater than or equal to 1"),
        ("alarm_periods", 61, "input should be less than or equal to 60"),
        ("dead_letter_retention_seconds", 345_599,
         "input should be greater than or equal to 345600"),
        ("dead_letter_retention_seconds", 1_209_601,
         "input should be less than or equal to 1209600"),
        ("target_retries", -1, "input should be greater than or equal to 0"),
        ("target_retries", 186, "input should be less than or equal to 185"),
        ("target_age_seconds", 59, "input should be greater than or equal to 60"),
        ("target_age_seconds", 21_601, "input should be less than or equal to 21600"),
        ("async_retries", 3, "input should be less than or equal to 2"),
        ("discovery_cache_seconds", 0, "input should be greater than or equal to 1"),
        ("discovery_cache_seconds", 3601, "input should be less than or equal to 3600"),
        ("services", ["shop"], "knows no shop; there are analytics, catalog, inventory, "
         "notifications, orders, payments, reports, shipping"),
        ("order_modes", ["saga", "saga"], "names a mode more than once"),
        ("audit_days", 3651, "input should be less than or equal to 3650"),
        ("report_sender", "reports", r"string should match pattern '^[^@\s]+@[^@\s]+\.[^@\s]+$'"),
        ("partner_webhook", "http://partner.example.com",
         r"string should match pattern '^https://[^/\s]+(/\S*)?$'"),
        ("retry_seconds", 0, "input should be greater than or equal to 1"),
        ("retry_seconds", 901, "input should be less than or equal to 900"),
        ("workflow_wait_scale", 0, "input should be greater than 0"),
        ("workflow_wait_scale", 2, "input should be less than or equal to 1"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_told_its_limits(key, value, limits):
    given = tuple(value) if key in ("services", "order_modes") else value
    said = refusal({**REQUIRED, key: value})
    assert said in (
        line(key, f"{limits}; given {value!r}"),
        line(key, f"{limits}; given {given!r}"),
    )


@pytest.mark.parametrize(
    ("throttle", "key", "limits", "given"),
    [
        ({"rate": 0, "burst": 1}, "rate", "input should be greater than 0", 0),
        (
            {"rate": 10_001, "burst": 1},
            "rate",
            "input should be less than or equal to 10000",
            10_001,
        ),
        ({"rate": 1, "burst": 0}, "burst", "input should be greater than 0", 0),
        ({"rate": 1, "burst": 5_001}, "burst", "input should be less than or equal to 5000", 5_001),
    ],
)
def test_a_throttle_out_of_range_is_told_its_limits(throttle, key, limits, given):
    said = refusal({**REQUIRED, "throttle": throttle})
    assert said == line(f"throttle.{key}", f"{limits}; given {given!r}")


def test_half_a_throttle_is_refused():
    said = refusal({**REQUIRED, "throttle": {"rate": 1}})
    assert said == line("throttle.burst", "missing; this setting has no default")


def test_an_api_that_no_browser_may_reach_is_refused():
    said = refusal({**REQUIRED, "cors_origins": []})
    assert said.startswith(line("cors_origins", "tuple should have at least 1 item"))
    assert said.endswith("; given []")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://10.0.0.1:4566",
        "https://sqs.eu-west-1.amazonaws.com",
        "http://127.0.0.1@example.com",
        "http://localhost.example.com",
        "127.0.0.1:4566",
        "",
    ],
)
def test_an_endpoint_that_is_not_on_this_machine_is_refused(endpoint):
    assert refusal({**REQUIRED, "endpoint": endpoint}) == line(
        "endpoint", f"must be on this machine: http://127.0.0.1:<port>; given {endpoint!r}"
    )


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:4566", "http://localhost:4566", "http://[::1]:4566"]
)
def test_an_endpoint_on_this_machine_is_accepted(endpoint):
    assert Settings.parse("dev", {**REQUIRED, "endpoint": endpoint}).endpoint == endpoint


@pytest.mark.parametrize("stage", ["Dev", "d", "1dev", "dev_alice", "d" * 21])
def test_a_stage_whose_name_fits_no_resource_is_refused(stage):
    said = refusal(REQUIRED, stage)
    assert said.startswith(f"Pulumi.{stage}.yaml: {KEY}.stage: string should match pattern")
    assert said.endswith(f"; given {stage!r}")


def test_settings_cannot_be_changed_after_they_were_read():
    with pytest.raises(ValidationError, match="frozen"):
        Settings.parse("dev", REQUIRED).region = "us-east-1"
    with pytest.raises(ValidationError, match="frozen"):
        Throttle(rate=1, burst=1).rate = 2


def test_a_stage_without_a_file_is_told_which_there_are():
    with pytest.raises(SettingsError) as refused:
        Settings.of_stage("test")
    assert str(refused.value) == (
        "there is no stage test: Pulumi.test.yaml is missing; there are dev, local, prod"
    )


def load(config, stack: str = "dev") -> Settings:
    found: list[Settings] = []
    deploy(lambda: found.append(Settings.load()), stack=stack, config=config)
    return found[0]


@pytest.mark.parametrize("stack", ["dev", "dev-orders", "dev-platform"])
def test_the_stacks_of_a_stage_share_its_settings(stack):
    assert load(config_of("dev"), stack) == Settings.of_stage("dev")


def test_settings_of_other_projects_are_none_of_our_business():
    assert load({**config_of("dev"), "aws:region": "us-east-1"}).region == "eu-west-1"


@pytest.mark.parametrize("strange", ["platform:region", "platform:setting"])
def test_a_key_beside_the_settings_is_refused(strange):
    with pytest.raises(SettingsError) as refused:
        load({**config_of("dev"), strange: "us-east-1"})
    assert str(refused.value) == (
        f"Pulumi.dev.yaml: unknown key {strange}; all settings of platform stand under "
        "platform:settings"
    )


def test_a_key_that_only_the_engine_hands_over_is_refused_too(monkeypatch):
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({"platform:region": "us-east-1"}))
    with pytest.raises(SettingsError, match="unknown key platform:region"):
        load(config_of("dev"))


def test_a_key_beside_the_settings_is_refused_without_the_engine_too(tmp_path, monkeypatch):
    monkeypatch.setattr("settings.project.ROOT", tmp_path)
    (tmp_path / "Pulumi.test.yaml").write_text("config: {platform:region: us-east-1}")
    with pytest.raises(SettingsError, match=r"Pulumi\.test\.yaml: unknown key platform:region"):
        Settings.of_stage("test")


@pytest.mark.parametrize("text", ["", "config:", "config: {}"])
def test_a_file_without_settings_is_refused(tmp_path, monkeypatch, text):
    monkeypatch.setattr("settings.project.ROOT", tmp_path)
    (tmp_path / "Pulumi.test.yaml").write_text(text)
    with pytest.raises(SettingsError, match="platform:settings must hold the settings"):
        Settings.of_stage("test")


@pytest.mark.parametrize(
    ("stack", "parsed"),
    [
        ("dev", ("dev", None)),
        ("dev-orders", ("dev", "orders")),
        ("dev-platform", ("dev", "platform")),
        ("dev-alice", ("dev-alice", None)),
        ("dev-alice-orders", ("dev-alice", "orders")),
        ("dev-orders-orders", ("dev-orders", "orders")),
        ("orders", ("orders", None)),
        ("-orders", ("-orders", None)),
        ("dev-order", ("dev-order", None)),
    ],
)
def test_a_stack_is_a_stage_or_one_service_of_it(stack, parsed):
    assert stage_and_service(stack) == parsed


def test_a_stage_stands_in_its_own_file():
    assert file_of("dev-alice") == ROOT / "Pulumi.dev-alice.yaml"


def test_a_stack_that_no_file_configures_is_refused():
    with pytest.raises(SettingsError, match=r"Pulumi\.test\.yaml: platform:settings must hold"):
        load({}, "test")
