from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from components.defaults import Defaults
from settings import (
    KEY,
    ROOT,
    SERVICES,
    Schedules,
    Settings,
    SettingsError,
    Throttle,
    needs,
)
from settings.stage import STAGE_DEFAULTS
from tests.cloud import deploy
from tests.stage import config_of, not_deployed

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
    assert settings.site is False
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


def test_every_wrong_key_is_in_one_error():
    lines = refusal({**REQUIRED, "mfa": "MAYBE", "alarm_periods": 0, "colour": "red"}).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        f"{KEY}.mfa",
        f"{KEY}.alarm_periods",
        f"{KEY}.colour",
    ]
    assert {line.split(": ")[0] for line in lines} == {"Pulumi.dev.yaml"}


def test_an_unknown_key_is_refused_with_the_known_ones():
    known = ", ".join(name for name in Settings.model_fields if name != "stage")
    assert refusal({**REQUIRED, "colour": "red"}) == line(
        "colour", f"unknown key (given 'red'); known are {known}"
    )


def test_an_unknown_key_inside_another_is_refused_with_the_known_ones():
    throttle = {"rate": 50, "burst": 100, "brust": 7}
    assert refusal({**REQUIRED, "throttle": throttle}) == line(
        "throttle.brust", "unknown key (given 7); known are rate, burst"
    )
    assert refusal({**REQUIRED, "schedules": {"nightly": "rate(1 day)"}}) == line(
        "schedules.nightly",
        "unknown key (given 'rate(1 day)'); known are "
        "enabled, timezone, backup, aggregation, sweep, compaction, report",
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


def test_what_a_stage_may_leave_out_has_the_default_of_the_components():
    common = (STAGE_DEFAULTS & set(Settings.model_fields)) - set(REQUIRED)
    settings = Settings.parse("dev", REQUIRED)
    assert {name: getattr(settings, name) for name in common} == {
        name: getattr(Defaults(), name) for name in common
    }
    assert STAGE_DEFAULTS - common - set(REQUIRED) == {
        "alarm_topic",
        "alarms",
        "logs",
        "tags",
        "throttle_rate",
        "throttle_burst",
    }


def test_a_region_without_mail_takes_no_sender():
    asia = {**REQUIRED, "region": "ap-east-1"}
    assert Settings.parse("dev", asia).partition == "aws"
    assert refusal({**asia, "report_sender": "reports@example.com"}) == line(
        "report_sender",
        "needs Amazon SES, which AWS does not offer in ap-east-1; given 'reports@example.com'",
    )


def test_mail_needs_an_address_to_come_from():
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


EXTERNAL = {"adapter": "http", "endpoint": "https://bank.example/v1", "secret": "/bank/secret"}


@pytest.mark.parametrize("key", ["payment_processor", "carrier", "scanner"])
def test_the_processor_and_the_carrier_are_simulated_unless_a_stage_names_an_api(key):
    assert getattr(Settings.parse("dev", REQUIRED), key).is_simulated
    found = getattr(Settings.parse("dev", {**REQUIRED, key: EXTERNAL}), key)
    assert (found.is_simulated, found.endpoint, found.secret) == (
        False,
        "https://bank.example/v1",
        "/bank/secret",
    )


@pytest.mark.parametrize("key", ["payment_processor", "carrier", "scanner"])
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"adapter": "stripe"}, ".adapter: input should be 'simulated' or 'http'"),
        ({"adapter": "simulated"}, ": has an endpoint or a secret, which only the adapter http"),
        ({"secret": None}, ": needs endpoint and secret, the name of a SecureString parameter"),
        ({"endpoint": None}, ": needs endpoint and secret"),
        ({"endpoint": "http://bank.example"}, ".endpoint: string should match pattern"),
        ({"endpoint": "http://127.0.0.1:9000"}, ": can only be on this machine where the stage is"),
        ({"secret": "bank-secret"}, ".secret: string should match pattern"),
        ({"key": "s3cr3t"}, ".key: unknown key (given 's3cr3t'); known are adapter, endpoint, "),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_an_adapter_that_could_not_work_is_refused(key, changes, said):
    [found] = refusal({**REQUIRED, key: {**EXTERNAL, **changes}}).splitlines()
    assert found.startswith(f"Pulumi.dev.yaml: {KEY}.{key}{said}")


def test_on_a_local_stage_the_services_of_others_may_be_on_this_machine():
    here = {**REQUIRED, "endpoint": "http://127.0.0.1:4566"}
    external = {**EXTERNAL, "endpoint": "http://127.0.0.1:9000/v1"}
    assert Settings.parse("dev", {**here, "carrier": external}).carrier.is_on_this_machine


def test_a_file_may_not_say_that_it_is_another_stage():
    assert refusal({**REQUIRED, "stage": "prod"}) == line(
        "stage", "unknown key; the stage is the file's name"
    )


@pytest.mark.parametrize("values", [None, "eu-west-1", ["eu-west-1"]])
def test_settings_that_are_none_are_refused(values):
    assert refusal(values) == (f"Pulumi.dev.yaml: {KEY} must hold the settings; given {values!r}")


@pytest.mark.parametrize(
    ("key", "value", "limits"),
    [
        ("region", "eu-west-8", "is no AWS region; near it are eu-west-1, eu-west-2, eu-west-3"),
        ("region", "eusc-de-east-1",
         "is in partition aws-eusc, which the platform does not support"),
        ("region", "cn-north-1",
         "needs Amazon Cognito user pools, which AWS does not offer in cn-north-1"),
        ("region", "ca-west-1",
         "needs EventBridge schema registries, which AWS does not offer in ca-west-1"),
        ("architecture", "arm", "input should be 'arm64' or 'x86_64'"),
        ("mfa", "MAYBE", "input should be 'OFF', 'OPTIONAL' or 'ON'"),
        ("keep_data", "perhaps", "input should be a valid boolean, unable to interpret input"),
        ("log_retention_days", 15, "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, "
         "365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"),
        ("bus_archive_days", 0, "input should be greater than or equal to 1"),
        ("bus_archive_days", 3651, "input should be less than or equal to 3650"),
        ("latency_p99_ms", 0, "input should be greater than or equal to 1"),
        ("latency_p99_ms", 29_001, "input should be less than or equal to 29000"),
        ("server_error_percent", 0, "must be more than 0, at most 100"),
        ("server_error_percent", 101, "must be more than 0, at most 100"),
        ("function_error_percent", 0, "must be more than 0, at most 100"),
        ("alarm_period_seconds", 45, "must be one of 60, 120, 180, 300"),
        ("alarm_periods", 0, "must be between 1 and 60"),
        ("alarm_periods", 61, "must be between 1 and 60"),
        ("dead_letter_retention_seconds", 345_599,
         "must be between 345600 and 1209600 seconds"),
        ("dead_letter_retention_seconds", 1_209_601,
         "must be between 345600 and 1209600 seconds"),
        ("target_retries", -1, "must be between 0 and 185"),
        ("target_retries", 186, "must be between 0 and 185"),
        ("target_age_seconds", 59, "must be between 60 and 21600 seconds"),
        ("target_age_seconds", 21_601, "must be between 60 and 21600 seconds"),
        ("async_retries", 3, "must be between 0 and 2"),
        ("discovery_cache_seconds", 0, "input should be greater than or equal to 1"),
        ("discovery_cache_seconds", 3601, "input should be less than or equal to 3600"),
        ("services", ["shop"], f"knows no shop; there are {', '.join(SERVICES)}"),
        ("order_modes", ["saga", "saga"], "names a mode more than once"),
        ("audit_days", 3651, "input should be less than or equal to 3650"),
        ("report_sender", "reports",
         "must be an address of mail, as team@example.com, of 254 characters at most"),
        ("partner_webhook", "http://partner.example.com",
         r"string should match pattern '^https://[^/\s]+(/\S*)?$'"),
        ("retry_seconds", 0, "input should be greater than or equal to 1"),
        ("retry_seconds", 901, "input should be less than or equal to 900"),
        ("workflow_wait_scale", 0, "input should be greater than 0"),
        ("workflow_wait_scale", 2, "input should be less than or equal to 1"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_with_its_limits(key, value, limits):
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
def test_a_throttle_out_of_range_is_refused_with_its_limits(throttle, key, limits, given):
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


def test_a_stage_without_a_file_is_refused_with_the_stages_there_are():
    with pytest.raises(SettingsError) as refused:
        Settings.of_stage("test")
    assert str(refused.value) == (
        "there is no stage test: Pulumi.test.yaml is missing; there are dev, local, prod"
    )


def load(config, stack: str = "dev") -> Settings:
    found: list[Settings] = []
    with not_deployed():
        deploy(lambda: found.append(Settings.load()), stack=stack, config=config)
    return found[0]


@pytest.mark.parametrize("stack", ["dev", "dev-orders", "dev-platform"])
def test_the_stacks_of_a_stage_share_its_settings(stack):
    assert load(config_of("dev"), stack) == Settings.of_stage("dev")


def test_configuration_of_other_projects_is_not_read():
    assert load({**config_of("dev"), "aws:region": "us-east-1"}).region == "eu-west-1"


@pytest.mark.parametrize("strange", ["platform:region", "platform:setting"])
def test_a_key_beside_the_settings_is_refused(strange):
    with pytest.raises(SettingsError) as refused:
        load({**config_of("dev"), strange: "us-east-1"})
    assert str(refused.value) == (
        f"Pulumi.dev.yaml: unknown key {strange}; all settings of platform must be under "
        "platform:settings"
    )


def test_settings_under_the_name_of_another_project_are_refused_with_the_right_key():
    with pytest.raises(SettingsError) as refused:
        load({"acme:settings": REQUIRED})
    assert str(refused.value) == (
        "Pulumi.dev.yaml: unknown key acme:settings; the project is called platform in "
        "Pulumi.yaml, so its settings must be under platform:settings"
    )
    assert load({**config_of("dev"), "acme:settings": {}}) == Settings.of_stage("dev")


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


def test_a_stack_that_no_file_configures_is_refused():
    with pytest.raises(SettingsError, match=r"Pulumi\.test\.yaml: platform:settings must hold"):
        load({}, "test")


def test_a_site_needs_a_way_to_sign_in():
    for way in (
        {"password_sign_in": True},
        {"sign_in_page": {"domain": "shop", "callback_urls": ["https://shop.acme.com/"]}},
    ):
        assert Settings.parse("dev", {**REQUIRED, **way, "site": True}).site
    assert refusal({**REQUIRED, "site": True}) == line(
        "site",
        "needs a sign_in_page, or password_sign_in: true, by which its page signs users in; "
        "given True",
    )


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (["orders", "billing"], "groups: the stage has no billing"),
        ("some", "groups"),
    ],
)
def test_groups_of_traces_are_of_services_that_the_stage_has(groups, said):
    assert said in refusal({**dev(), "tracing": {"groups": groups}})


def test_more_services_than_x_ray_has_groups_are_to_be_named(monkeypatch):
    given = {**dev(), "tracing": {"groups": True}}
    assert len(Settings.parse("dev", given).tracing.groups_of(("orders", "payments"))) == 2
    monkeypatch.setattr(needs, "MOST_GROUPS", len(SERVICES) - 1)
    assert "name those that are to have one" in refusal(given)
    named = {**given, "tracing": {"groups": ["orders"]}}
    assert Settings.parse("dev", named).tracing.groups_of(SERVICES) == ("orders",)


def dev():
    return config_of("dev")[KEY]
