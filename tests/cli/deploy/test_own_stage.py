from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from cli import __main__ as command
from cli.deploy import stage as stages
from cli.stage import own_stage
from local.checkout import ROOT
from program.provider import tags_of
from settings import KEY, Settings, file_of
from settings import project as projects
from tests.stage import config_of

NEW = ("stage", "new", "mine-1", "--owner", "alice")


@pytest.fixture(autouse=True)
def files_of_stages(tmp_path, monkeypatch):
    """A folder with the stages of this checkout, in which a test makes and removes its own."""
    for name in ("dev", "local", "prod"):
        shutil.copy(ROOT / f"Pulumi.{name}.yaml", tmp_path)
    monkeypatch.setattr(projects, "ROOT", tmp_path)
    monkeypatch.setattr(own_stage, "ROOT", tmp_path)
    return tmp_path


def test_a_new_stage_is_like_dev_with_an_owner_and_a_day_on_which_it_expires(capsys):
    assert command.main([*NEW, "--days", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    assert (found["file"], found["owner"], found["expires"]) == ("Pulumi.mine-1.yaml", "alice", day)
    made, dev = Settings.of_stage("mine-1"), Settings.of_stage("dev")
    # It vanishes whole: nothing is kept, and what an account has once is another stage's.
    assert (made.keep_data, made.owns_api_logs_role, made.owns_report_sender) == (False,) * 3
    own = {"stage", "owner", "expires", "keep_data", "owns_api_logs_role", "owns_report_sender"}
    assert made.model_dump(exclude=own) == dev.model_dump(exclude=own)
    assert tags_of(made)["owner"] == "alice"
    assert tags_of(made)["expires"] == day
    assert "The salt of the empty passphrase" in file_of("mine-1").read_text("utf-8")


def test_a_local_one_has_an_emulator_of_its_own(capsys):
    assert command.main([*NEW, "--from", "local"]) == 0
    assert Settings.of_stage("mine-1").endpoint == "http://127.0.0.1:4567"
    assert command.main(["stage", "new", "mine-2", "--from", "mine-1"]) == 0
    made = Settings.of_stage("mine-2")
    assert made.endpoint == "http://127.0.0.1:4568"
    assert made.sign_in_page == Settings.of_stage("local").sign_in_page


def test_the_site_of_one_has_no_name_of_another_and_asks_for_passwords():
    home = "https://shop.acme.com/"
    given = {
        **config_of("dev")[KEY],
        "password_sign_in": False,
        "sign_in_page": {"domain": "acme", "callback_urls": [home], "logout_urls": [home]},
        "site_domain": {
            "name": "shop.acme.com",
            "certificate": "arn:aws:acm:us-east-1:123456789012:certificate/c1",
        },
    }
    file_of("dev").write_text(yaml.safe_dump({"config": {KEY: given}}), "utf-8")
    assert command.main([*NEW]) == 0
    made = Settings.of_stage("mine-1")
    assert (made.site, made.password_sign_in) == (True, True)
    assert (made.sign_in_page, made.site_domain) == (None, None)


def test_those_that_have_expired_are_listed_with_what_to_do_and_exit_code_1(capsys):
    assert command.main(["stage", "list", "--expired"]) == 0
    assert capsys.readouterr().out == "no stage has expired\n"
    command.main([*NEW])
    text = file_of("mine-1").read_text("utf-8")
    made = Settings.of_stage("mine-1")
    file_of("mine-1").write_text(text.replace(str(made.expires), "2020-01-01"), "utf-8")
    capsys.readouterr()
    assert command.main(["stage", "list", "--expired"]) == 1
    assert "on AWS, of alice, expired 2020-01-01: platform stage remove mine-1" in (
        capsys.readouterr().out
    )
    assert command.main(["stage", "list", "--json"]) == 0
    found = {each["name"]: each["expired"] for each in json.loads(capsys.readouterr().out)}
    assert found == {"dev": False, "local": False, "mine-1": True, "prod": False}


@pytest.mark.parametrize(("code", "left"), [(0, False), (1, True)])
def test_a_stage_is_taken_down_before_its_file_is_deleted(monkeypatch, capsys, code, left):
    command.main([*NEW, "--from", "local"])
    monkeypatch.setattr(stages, "take_down", lambda settings, **_: code)
    assert command.main(["stage", "remove", "mine-1", "--yes"]) == code
    assert file_of("mine-1").exists() is left


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new"], "new needs the NAME of a stage"),
        (["list", "mine-1"], "list takes no NAME"),
        (["new", "dev"], "there is a stage dev already; there are dev, local, prod"),
        (["new", "prod-2"], "a stage of production is not one that comes and goes"),
        (["new", "mine-1", "--from", "prod"], "a stage of production is not one that"),
        (["new", "dev-orders"], "dev-orders is the stack of orders in stage dev"),
        (["new", "mine-1", "--owner", "a b"], "owner"),
        (["remove", "dev"], "no owner, so it stays: stage dev; those with an owner: none"),
        (["remove", "nope"], "there is no stage nope; those with an owner: none"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(files_of_stages, capsys, words, said):
    before = sorted(files_of_stages.iterdir())
    assert command.main(["stage", *words]) == 2
    assert said in capsys.readouterr().err
    assert sorted(files_of_stages.iterdir()) == before
