from __future__ import annotations

from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.commands import COMMANDS
from cli.deploy import first_order
from cli.observe import status
from cli.stage import env
from cli.stage.local import local_stage
from local.checkout import LocalError
from settings import SettingsError


def test_every_command_has_help(capsys):
    for name, about in COMMANDS.items():
        assert command.main([name, "--help"]) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert f"platform {name}" in shown
        assert f"{about[0].upper()}{about[1:]}." in shown


def test_help_lists_every_command_and_exit_code_and_loads_none(capsys, monkeypatch):
    monkeypatch.setattr(command.importlib, "import_module", lambda name: pytest.fail(name))
    for words in ([], ["--help"], ["-h"]):
        assert command.main(words) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert [name for name, about in COMMANDS.items() if f" {name} {about}" not in shown] == []
        assert "1 it failed, or it found what it looks for" in shown
        assert "pulumi up -s local" in shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_a_script_and_asks_it_for_words(shell, capsys, monkeypatch):
    assert command.main(["completion", shell]) == 0
    assert "_PLATFORM_COMPLETE" in capsys.readouterr().out
    monkeypatch.setenv("_PLATFORM_COMPLETE", f"{shell}_complete")
    for words, found in (("re", "redrive"), ("drift --unk", "--unknown"), ("preview pr", "prod")):
        monkeypatch.setenv("COMP_WORDS", f"platform {words}")
        last = words.split()[-1]
        monkeypatch.setenv("COMP_CWORD", last if shell == "fish" else str(len(words.split())))
        with pytest.raises(SystemExit) as ended:
            command.main([])
        assert ended.value.code == 0
        assert found in capsys.readouterr().out


@pytest.mark.parametrize("failure", [LocalError("port 4566 is taken"), SettingsError("bad key")])
def test_an_explained_failure_is_one_message_and_code_1(monkeypatch, capsys, failure):
    def fail(**_):
        raise failure

    monkeypatch.setattr(status.run, "callback", fail)
    assert command.main(["status"]) == 1
    assert capsys.readouterr().err == f"platform status: {failure}\n"


def test_any_other_failure_is_ours_to_see(monkeypatch):
    def fail(**_):
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(status.run, "callback", fail)
    with pytest.raises(ValueError, match="a mistake of ours"):
        command.main(["status"])


def test_env_prints_nothing_but_exports(monkeypatch, capsys):
    monkeypatch.setattr(env.setup, "prepare", lambda: None)
    assert command.main(["env"]) == 0
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"export"}


def test_a_stage_on_aws_is_none_of_our_business():
    with pytest.raises(LocalError, match="prod is a stage on AWS"):
        local_stage("prod")


def test_the_local_stage_has_a_stack_for_each_service():
    stage = local_stage("local")
    assert stage.platform_stack == "local-platform"
    assert stage.service_stacks == [f"local-{service}" for service in stage.services]


def test_the_waits_of_workflows_are_as_long_as_the_stage_says(monkeypatch):
    values = {"of_stage": staticmethod(lambda name: SimpleNamespace(**SCALED))}
    monkeypatch.setattr("settings.Settings", type("Settings", (), values))
    assert local_stage("local").emulator.wait_scale == 0.25


SCALED = {
    "endpoint": "http://127.0.0.1:4566",
    "workflow_wait_scale": 0.25,
    "region": "us-east-1",
    "services": (),
    "availability_percent": None,
}


class Shop:
    """Answers for the deployed services, an order further with each question."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __call__(self, stage, region, endpoint):
        return self

    def sign_in(self, user, group=None):
        return f"token of {user}"

    def request(self, method, service, path, token, body=None, **headers):
        self.asked.append((method, path, token))
        if (method, path) == ("POST", "/orders"):
            return {"orderId": "o-1", "totalCents": 2590}
        return self.answers.pop(0) if method == "GET" else None


PLACED = {"status": "PLACED", "timeline": {"placed": "2026-11-21T10:00:00.000+00:00"}}
CONFIRMED = {
    "status": "CONFIRMED",
    "timeline": {
        **PLACED["timeline"],
        "reserved": "2026-11-21T10:00:00.250+00:00",
        "paid": "2026-11-21T10:00:00.500+00:00",
        "confirmed": "2026-11-21T10:00:01.125+00:00",
    },
}


def test_each_step_of_a_first_order_is_printed_once(monkeypatch, capsys):
    shop = Shop(PLACED, PLACED, CONFIRMED)
    monkeypatch.setattr(first_order, "Shop", shop)
    monkeypatch.setattr(first_order, "POLL_SECONDS", 0)
    first_order.place("local", "us-east-1", "http://127.0.0.1:4566")
    assert capsys.readouterr().out.splitlines() == [
        "",
        "first order o-1: 25.90",
        "  placed     10:00:00.000  +0.00 s",
        "  reserved   10:00:00.250  +0.25 s",
        "  paid       10:00:00.500  +0.50 s",
        "  confirmed  10:00:01.125  +1.12 s",
    ]
    assert shop.asked[0] == ("PUT", "/items/first-item", "token of first-agent")
    assert shop.asked[2] == ("POST", "/orders", "token of first-customer")


def test_a_first_order_that_is_cancelled_is_a_failure_with_its_reason(monkeypatch):
    cancelled = {**PLACED, "status": "CANCELLED", "reason": "out of stock"}
    monkeypatch.setattr(first_order, "Shop", Shop(cancelled))
    with pytest.raises(LocalError, match="out of stock"):
        first_order.place("local", "us-east-1", "http://127.0.0.1:4566")


def test_a_first_order_that_goes_nowhere_is_a_failure(monkeypatch):
    monkeypatch.setattr(first_order, "Shop", Shop(PLACED))
    monkeypatch.setattr(first_order, "STEP_WITHIN_SECONDS", -1)
    with pytest.raises(LocalError, match="still PLACED"):
        first_order.place("local", "us-east-1", "http://127.0.0.1:4566")
