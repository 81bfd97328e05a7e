from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from cli import __main__ as command
from cli.stage import needs
from cli.stage.needs import Need
from settings import Settings

OF_KMS = "arn:aws:kms:us-east-1:1"
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
    monkeypatch.setattr(needs, "_backend", lambda stage: Need(name="backend", found="logged in"))
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
    assert missing["settings"].endswith("platform bootstrap dev makes the key, and prints the line")


def test_without_credentials_nothing_else_is_asked_of_aws(monkeypatch, aws, capsys):
    def none():
        raise NoCredentialsError

    monkeypatch.setattr(needs, "Account", account(identity=none))
    missing = asked(capsys, "dev", 1)
    assert "Unable to locate credentials" in missing["credentials"]
    assert "lambda" not in missing


@pytest.mark.parametrize("is_there", [True, False])
def test_a_boundary_that_is_not_there_is_made_by_the_command_that_is_named(
    monkeypatch, aws, capsys, is_there
):
    boundary = "arn:aws:iam::123456789012:policy/platform-pipelines/platform-dev-boundary"
    settings = Settings.of_stage("dev").model_copy(update={"permissions_boundary": boundary})

    def get_policy(**asked):
        if not is_there or asked != {"PolicyArn": boundary}:
            error = {"Code": "NoSuchEntity", "Message": "not found"}
            raise ClientError({"Error": error}, "GetPolicy")

    found, iam = account()("dev", "eu-west-1").client, SimpleNamespace(get_policy=get_policy)
    known = SimpleNamespace(stage="dev", client=lambda name: iam if name == "iam" else found(name))
    monkeypatch.setattr(needs, "Account", lambda stage, region: known)
    [checked] = [each for each in needs.of_account(settings) if each.name == "boundary"]
    assert (checked.todo is None) is is_there
    assert is_there or "platform bootstrap dev (" in checked.todo


def test_where_no_backend_is_there_the_command_that_makes_one_is_named(monkeypatch):
    failed = SimpleNamespace(returncode=1, stdout="")
    monkeypatch.setattr(needs.subprocess, "run", lambda *words, **more: failed)
    assert needs._backend("prod").todo == (
        "log in: pulumi login, or to the bucket that platform bootstrap prod makes"
    )


@pytest.mark.parametrize(
    ("provider", "key"),
    [
        ("awskms://alias/platform-dev?region=eu-west-1", "alias/platform-dev"),
        ("awskms:///arn:aws:kms:us-east-1:1:key/a?region=us-east-1", f"{OF_KMS}:key/a"),
    ],
)
def test_a_key_that_is_not_there_is_made_by_the_command_that_is_named(
    monkeypatch, tmp_path, aws, capsys, provider, key
):
    content = needs.file_of("dev").read_text("utf-8").partition("encryptionsalt")[0]
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(f'{content}secretsprovider: "{provider}"\n', "utf-8")
    monkeypatch.setattr(needs, "file_of", lambda stage: file)

    def in_state(state):
        def describe_key(**asked):
            assert asked == {"KeyId": key}
            if state:
                return {"KeyMetadata": {"KeyState": state}}
            raise ClientError({"Error": {"Code": "NotFoundException"}}, "DescribeKey")

        kms = SimpleNamespace(describe_key=describe_key)
        clients = account()

        def opened(stage, region):
            found = clients(stage, region).client
            return SimpleNamespace(
                stage=stage, client=lambda name: kms if name == "kms" else found(name)
            )

        monkeypatch.setattr(needs, "Account", opened)

    in_state(None)
    assert asked(capsys, "dev", 1)["key"].startswith("make it: platform bootstrap dev (")
    in_state("PendingDeletion")
    assert "cancel-key-deletion" in asked(capsys, "dev", 1)["key"]
    in_state("Enabled")
    assert asked(capsys, "dev", 0) == {}
