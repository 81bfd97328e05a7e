from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from botocore.exceptions import NoCredentialsError

from cli import __main__ as command
from cli.stage import needs
from cli.stage.needs import Need

ARN = "arn:aws:iam::1:user/alice"


def account(concurrency=1000, mail=True, identity=lambda: {"Arn": ARN}):
    clients = {
        "sts": SimpleNamespace(get_caller_identity=identity),
        "lambda": SimpleNamespace(
            get_account_settings=lambda: {"AccountLimit": {"ConcurrentExecutions": concurrency}}
        ),
        "sesv2": SimpleNamespace(get_account=lambda: {"ProductionAccessEnabled": mail}),
    }
    return lambda stage, region: SimpleNamespace(client=clients.get)


@pytest.fixture
def aws(monkeypatch):
    """A machine with everything, and an account that can be another; the backend answers."""
    monkeypatch.setattr(needs.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(needs, "_backend", lambda: Need(name="backend", found="logged in"))
    monkeypatch.setattr(needs, "Account", account())


def asked(capsys, stage, code):
    assert command.main(["doctor", stage, "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    return {each["name"]: each["todo"] for each in found["checks"] if each["todo"]}


def test_a_local_stage_needs_this_machine_only(aws, capsys):
    assert asked(capsys, "local", 0) == {}
    assert command.main(["doctor"]) == 0
    assert "ok       python" in capsys.readouterr().out


def test_what_is_missing_is_said_with_what_to_do(monkeypatch, aws, capsys):
    monkeypatch.setattr(needs.shutil, "which", lambda name: None)
    monkeypatch.setattr(needs, "ENGINE", needs.ROOT / "no-such")
    missing = asked(capsys, "local", 1)
    assert missing["engine"] == "install Pulumi, or Go to build it: platform setup"
    assert missing["git"] == "install it, to compare revisions"


def test_a_new_account_lacks_quotas_and_a_key_and_is_in_the_sandbox(monkeypatch, aws, capsys):
    monkeypatch.setattr(needs, "Account", account(concurrency=10, mail=False))
    missing = asked(capsys, "dev", 1)
    assert sorted(missing) == ["lambda", "mail", "settings"]
    assert "1000 concurrent executions" in missing["lambda"]
    assert "secretsprovider" in missing["settings"]


def test_without_credentials_nothing_else_is_asked_of_aws(monkeypatch, aws, capsys):
    def none():
        raise NoCredentialsError

    monkeypatch.setattr(needs, "Account", account(identity=none))
    missing = asked(capsys, "dev", 1)
    assert "Unable to locate credentials" in missing["credentials"]
    assert "lambda" not in missing
