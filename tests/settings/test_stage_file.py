"""Files of stages: which there are, and what of one that is none."""

from __future__ import annotations

import pytest

from settings import KEY, Settings, SettingsError, stages
from tests.cloud import deploy
from tests.stage import config_of, not_deployed

SETTINGS = config_of("dev")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("settings.project.ROOT", tmp_path)
    for stage in ("dev", "dev.two"):
        (tmp_path / f"Pulumi.{stage}.yaml").write_text("config: {}")
    return tmp_path


def refused(read) -> str:
    with pytest.raises(SettingsError) as said, not_deployed():
        read()
    return str(said.value)


def loaded(stack, config):
    return lambda: deploy(lambda: Settings.load() and None, stack=stack, config=config)


def test_a_file_called_as_the_stack_of_a_service_is_no_stages(folder):
    (folder / "Pulumi.dev-orders.yaml").write_text(f"config: {{{KEY}: {{}}}}")
    assert stages() == ["dev", "dev.two"]
    whose = "dev-orders is the stack of orders in stage dev, whose settings are in Pulumi.dev.yaml"
    assert refused(lambda: Settings.of_stage("dev-orders")) == (
        f"Pulumi.dev-orders.yaml: is no stage's file: {whose}; move them there, or give the stage "
        "another name"
    )
    assert refused(loaded("dev-orders", SETTINGS)) == (
        f"Pulumi.dev-orders.yaml: {KEY}: unknown here; {whose}: move them there, and add "
        "--config-file Pulumi.dev.yaml"
    )


def test_the_stack_of_a_service_says_whose_settings_it_takes(folder):
    # The engine may have written one that says how secrets are encrypted.
    (folder / "Pulumi.dev-orders.yaml").write_text("encryptionsalt: v1:x")
    assert refused(loaded("dev-orders", {})) == (
        "dev-orders has the settings of stage dev: --config-file Pulumi.dev.yaml"
    )
    assert refused(lambda: Settings.of_stage("prod-orders")) == (
        "there is no stage prod-orders: it is the stack of orders in stage prod; "
        "there are dev, dev.two"
    )


def test_a_service_that_its_stage_does_not_have_is_refused():
    config = {KEY: {**SETTINGS[KEY], "services": ["catalog"]}}
    assert refused(loaded("dev-orders", config)) == (
        f"Pulumi.dev.yaml: {KEY}.services: orders is not in it, and dev-orders would deploy it; "
        "given ('catalog',)"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", f"config must hold {KEY}; given [1]"),
        ("config: [1]", f"config must hold {KEY}; given [1]"),
        ("config: 3", f"config must hold {KEY}; given 3"),
        (f"config: {{{KEY}: hello}}", f"{KEY} must hold the settings; given 'hello'"),
        ("a: b: c", "cannot be read as YAML: mapping values are not allowed here"),
        ("\xff", "cannot be read as YAML: 'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_a_file_that_holds_something_else_is_refused_by_name(folder, text, said):
    (folder / "Pulumi.dev.yaml").write_bytes(text.encode("latin-1"))
    assert refused(lambda: Settings.of_stage("dev")).startswith(f"Pulumi.dev.yaml: {said}")


def test_settings_that_the_engine_hands_over_as_a_word_are_refused():
    assert refused(loaded("dev", {KEY: "hello"})) == (
        f"Pulumi.dev.yaml: {KEY} must hold the settings; given 'hello'"
    )


@pytest.mark.parametrize("stage", ["", "../x", "x" * 5000, "a\0b", "dev/two"])
def test_a_name_that_no_file_has_is_refused_with_those_there_are(stage):
    said = refused(lambda: Settings.of_stage(stage))
    assert said.startswith(f"there is no stage {stage}: ")
    assert said.endswith("there are dev, local, prod")
