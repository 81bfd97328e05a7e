"""What ``pulumi up`` refuses of a stage on AWS, and a preview only warns of."""

from __future__ import annotations

from unittest import mock

import pytest
import yaml

from settings import KEY, ROOT, Settings, SettingsError
from tests.cloud import deploy
from tests.stage import config_of

KMS = "awskms://alias/platform?region=eu-west-1"
SALT = {"encryptionsalt": "v1:salt"}
OWN = {
    "cors_origins": ["https://shop.acme.com"],
    "report_sender": "reports@acme.com",
    "report_emails": ["finance@acme.com"],
    "alarm_emails": ["alarms@acme.com"],
    "payment_processor": {"adapter": "http", "endpoint": "https://bank.acme.com", "secret": "/b"},
    "carrier": {"adapter": "http", "endpoint": "https://parcels.acme.com", "secret": "/c"},
    "scanner": {"adapter": "http", "endpoint": "https://scan.acme.com", "secret": "/s"},
}
EXTERNAL = ("payment_processor", "carrier", "scanner")


@pytest.fixture
def up(tmp_path, monkeypatch):
    """Loads the settings of a stage as its program does in an update; its file has what is given
    beside its configuration.
    """
    monkeypatch.setattr("settings.project.ROOT", tmp_path)

    def load(stage, beside, **settings):
        checked_in = yaml.safe_load((ROOT / f"Pulumi.{stage}.yaml").read_text())["config"][KEY]
        content = {"config": {KEY: {**checked_in, **settings}}, **beside}
        (tmp_path / f"Pulumi.{stage}.yaml").write_text(yaml.safe_dump(content))
        deploy(lambda: Settings.load() and None, stack=stage, config=content["config"])

    return load


def test_addresses_for_examples_are_refused_in_production(up):
    real = {key: OWN[key] for key in EXTERNAL}
    with pytest.raises(SettingsError) as refused:
        up("prod", {"secretsprovider": KMS}, **real)
    lines = str(refused.value).splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["Pulumi.prod.yaml", f"{KEY}.{key}"]
        for key in ("cors_origins", "report_sender", "report_emails", "alarm_emails")
    ]
    assert lines[1].endswith(
        "must be your own in production: reports@example.com is reserved for examples; "
        "given 'reports@example.com'"
    )
    up("prod", {"secretsprovider": KMS}, **OWN)


def test_a_sign_in_page_that_sends_users_to_an_example_is_refused_in_production(up):
    page = {"domain": "acme", "callback_urls": ["https://shop.acme.com/in"]}
    up("prod", {"secretsprovider": KMS}, **OWN, sign_in_page=page)
    page["logout_urls"] = ["https://shop.example.com/"]
    with pytest.raises(SettingsError) as refused:
        up("prod", {"secretsprovider": KMS}, **OWN, sign_in_page=page)
    assert f"{KEY}.sign_in_page: must be your own in production: https://shop.example.com/ is" in (
        str(refused.value)
    )


def test_a_name_of_the_site_that_is_an_example_is_refused_in_production(up):
    page = {"domain": "acme", "callback_urls": [], "logout_urls": []}
    for name, refused in (("shop.acme.com", False), ("shop.example.com", True)):
        home = f"https://{name}/"
        page = {**page, "callback_urls": [home], "logout_urls": [home]}
        certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c1"
        own = {"name": name, "certificate": certificate}
        given = {**OWN, "sign_in_page": page, "site": True, "site_domain": own}
        if not refused:
            up("prod", {"secretsprovider": KMS}, **given)
            continue
        with pytest.raises(SettingsError) as error:
            up("prod", {"secretsprovider": KMS}, **given)
        assert f"{KEY}.site_domain: must be your own in production: {home} is" in str(error.value)


@pytest.mark.parametrize("key", EXTERNAL)
def test_an_external_service_that_is_simulated_or_an_example_is_refused_in_production(up, key):
    example = {**OWN[key], "endpoint": "https://api.example.com"}
    for chosen, said in (
        ({"adapter": "simulated"}, ": must be a real one in production: {adapter: http, endpoint:"),
        (example, ".endpoint: must be your own in production: https://api.example.com is reserved"),
    ):
        with pytest.raises(SettingsError) as refused:
            up("prod", {"secretsprovider": KMS}, **{**OWN, key: chosen})
        assert str(refused.value).startswith(f"Pulumi.prod.yaml: {KEY}.{key}{said}")


def test_a_stage_for_tests_may_have_them(up):
    up("dev", {"secretsprovider": KMS}, report_sender="reports@example.com")


@pytest.mark.parametrize("stage", ["dev", "prod"])
@pytest.mark.parametrize("beside", [SALT, {"secretsprovider": "passphrase", **SALT}])
def test_a_passphrase_keeps_no_secret_of_a_stage_on_aws(up, stage, beside):
    with pytest.raises(SettingsError) as refused:
        up(stage, beside, **OWN)
    said = str(refused.value)
    assert said.startswith(f"Pulumi.{stage}.yaml: encryptionsalt: secrets would be encrypted with")
    assert 'secretsprovider: "awskms://alias/<your key>?region=eu-west-1"' in said


@pytest.mark.parametrize("beside", [{"secretsprovider": KMS}, {}])
def test_a_key_of_aws_or_of_pulumi_cloud_does(up, beside):
    up("dev", beside)


def test_a_local_stage_needs_neither(up):
    up("local", SALT)


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_preview_is_free_and_says_what_the_update_will(stage):
    preview = mock.patch("pulumi.runtime.is_dry_run", return_value=True)
    with preview, mock.patch("pulumi.log.warn") as warned:
        deploy(lambda: Settings.load() and None, stack=stage, config=config_of(stage))
    [[said]] = [call.args for call in warned.call_args_list]
    assert said.startswith("pulumi up will refuse this:\n")
    assert f"Pulumi.{stage}.yaml: encryptionsalt: " in said
    assert (f"{KEY}.alarm_emails: must be your own" in said) == (stage == "prod")
