from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from cli import __main__ as command
from cli.bootstrap import bootstrap
from settings import stages
from tests.cli.bootstrap.conftest import WORDS

OWNER = "123456789012"
BUCKET = f"platform-state-{OWNER}-eu-west-1"
ROLE = "platform-dev-deploy"
ALL = [
    *("CreateKey", "CreateAlias", "EnableKeyRotation", "CreateBucket", "PutBucketVersioning"),
    *("PutBucketEncryption", "PutPublicAccessBlock", "PutBucketPolicy"),
    *("PutBucketLifecycleConfiguration", "CreateKey", "CreateAlias", "EnableKeyRotation"),
    *("CreateOpenIDConnectProvider", "CreatePolicy"),
    *("CreateRole", "PutRolePolicy", "PutRolePolicy"),
    *("CreateRole", "PutRolePolicy", "PutRolePolicy"),
]


def states(capsys, *more, code=0, words=WORDS):
    """The state of each piece, with --json."""
    assert command.main([*words, "--json", *more]) == code
    found = json.loads(capsys.readouterr().out)
    return {each["name"]: each["state"] for each in found["pieces"]}


def test_all_of_it_is_made_once(aws, capsys):
    assert set(states(capsys, "--yes").values()) == {"made"}
    assert aws.taken() == ALL
    assert set(states(capsys, "--yes").values()) == {"there"}
    assert aws.taken() == []


def test_a_dry_run_changes_nothing(aws, capsys):
    assert set(states(capsys, "--dry-run").values()) == {"missing"}
    assert command.main([*WORDS, "--dry-run", "--yes"]) == 0
    assert f"missing  state bucket {BUCKET}" in capsys.readouterr().out
    assert aws.taken() == []


def test_a_run_that_is_cut_short_after_any_change_is_gone_on_with(aws, capsys):
    for aws.allowed in range(1, len(ALL)):
        assert command.main([*WORDS, "--yes"]) == 1
        assert len(aws.changes) == aws.allowed
    aws.allowed = len(ALL)
    assert command.main([*WORDS, "--yes"]) == 0
    capsys.readouterr()
    assert set(states(capsys, "--yes").values()) == {"there"}
    assert aws.taken() == ALL


def test_a_failure_says_what_was_made_before_it(aws, capsys):
    aws.allowed = 4
    assert command.main([*WORDS, "--yes"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    said = shown.err.splitlines()[-1]
    assert f"versions of {BUCKET} was not made" in said
    assert "Rate exceeded" in said
    assert "made before it: key alias/platform/state, for the states of all stages, " in said
    assert "run the command again to go on" in said
    assert set(states(capsys, "--dry-run").values()) == {"there", "missing"}


def test_a_bucket_of_another_account_ends_it_before_anything_is_made(aws, monkeypatch, capsys):
    def refused(operation):
        if operation == "HeadBucket":
            raise ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, operation)

    monkeypatch.setattr(aws, "asked", lambda name: (refused(name), type(aws).asked(aws, name)))
    assert command.main([*WORDS, "--yes", "--bucket", "states"]) == 1
    said = capsys.readouterr().err
    assert "bucket states belongs to another account" in said
    assert "name another with --bucket" in said
    assert aws.taken() == []


def test_a_bucket_name_that_is_taken_meanwhile_is_said_in_the_same_words(aws, monkeypatch, capsys):
    def taken(operation):
        if operation == "CreateBucket":
            error = {"Error": {"Code": "BucketAlreadyExists", "Message": "exists"}}
            raise ClientError(error, operation)

    monkeypatch.setattr(aws, "asked", taken)
    assert command.main([*WORDS, "--yes"]) == 1
    assert f"bucket {BUCKET} belongs to another account" in capsys.readouterr().err


def test_a_bucket_of_another_region_is_named(aws, capsys):
    place = {"LocationConstraint": "eu-central-1"}
    elsewhere = aws.client("s3", "eu-central-1")
    elsewhere.create_bucket(Bucket="states", CreateBucketConfiguration=place)
    aws.taken()
    assert command.main([*WORDS, "--yes", "--bucket", "states"]) == 1
    assert "bucket states is in eu-central-1, dev in eu-west-1" in capsys.readouterr().err
    assert aws.taken() == []


def test_a_role_that_trusts_another_repository_is_named_and_stays(aws, capsys):
    assert command.main([*WORDS[:-1], "shop/other", "--yes"]) == 0
    aws.client("iam").delete_role_policy(RoleName=ROLE, PolicyName="deploy")
    aws.taken()
    capsys.readouterr()
    found = states(capsys, "--yes", code=1)
    assert found[f"role {ROLE}"] == "differs"
    assert found[f"policy deploy of {ROLE}"] == "skipped"
    assert aws.taken() == []
    assert command.main([*WORDS, "--dry-run"]) == 1
    said = capsys.readouterr().out
    assert '"repo:shop/other:environment:dev"' in said
    assert "aws iam update-assume-role-policy --role-name platform-dev-deploy" in said


def test_without_a_pipeline_it_makes_no_role(aws, capsys):
    assert command.main(["bootstrap", "dev", "--yes"]) == 0
    assert aws.taken() == ALL[:12]
    assert "AWS_DEPLOY_ROLE" not in capsys.readouterr().out


def test_without_a_terminal_it_must_be_confirmed(aws, capsys):
    assert command.main(WORDS) == 2
    assert "18 are missing in account 123456789012" in capsys.readouterr().err
    assert aws.taken() == []


@pytest.mark.parametrize(("answer", "code", "changes"), [("y", 0, ALL), ("n", 130, [])])
def test_it_asks_after_the_plan(aws, monkeypatch, capsys, answer, code, changes):
    monkeypatch.setattr(bootstrap.sys, "stdin", type("Tty", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda text: answer)
    assert command.main(WORDS) == code
    assert "missing  key alias/platform/state" in capsys.readouterr().err
    assert aws.taken() == changes


def test_a_local_stage_is_refused_by_name(aws, capsys):
    for words in (["bootstrap"], ["bootstrap", "local"]):
        assert command.main(words) == 2
        said = capsys.readouterr().err
        assert "local is a local stage" in said
        assert ", ".join(each for each in stages() if each != "local") in said


def test_one_host_and_a_repository_of_its_form(aws, capsys):
    assert command.main([*WORDS, "--gitlab", "shop/platform"]) == 2
    assert "--github or --gitlab" in capsys.readouterr().err
    for wrong in ("platform", "shop/*", "shop/platform:environment:prod"):
        assert command.main(["bootstrap", "dev", "--github", wrong]) == 2
        assert "must be like OWNER/REPO" in capsys.readouterr().err


def test_without_credentials_it_says_so(monkeypatch, capsys):
    def none(operation):
        raise ClientError(
            {"Error": {"Code": "ExpiredToken", "Message": "The token has expired"}}, operation
        )

    monkeypatch.setattr(
        "botocore.client.BaseClient._make_api_call", lambda client, name, given: none(name)
    )
    assert command.main([*WORDS, "--yes"]) == 1
    assert "AWS in eu-west-1 answered: An error" in capsys.readouterr().err
