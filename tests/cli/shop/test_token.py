from __future__ import annotations

import base64
import json
from contextlib import contextmanager

import boto3
import pytest
from botocore.stub import Stubber

from cli import __main__ as command
from cli.shop import site, token, url
from cli.shop.sign_in import PASSWORD, Token, create_user, sign_in
from cli.stage import account as accounts
from cli.stage.account import Account
from local.checkout import LocalError

SITE, HERE = "https://d1abc.cloudfront.net", "http://127.0.0.1:4566"
POOL, CLIENT = "eu-west-1_pool", "client-of-the-pool-1"


def access_token(**claims) -> str:
    payload = {"username": "alice", "sub": "id-1", "exp": 1_795_920_954, **claims}
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "none"}, payload, {})
    )


ACCESS_TOKEN = access_token(**{"cognito:groups": ["agents"]})
SIGNED_IN = {"AuthenticationResult": {"AccessToken": ACCESS_TOKEN}}
ASKED = {
    "ClientId": CLIENT,
    "AuthFlow": "USER_PASSWORD_AUTH",
    "AuthParameters": {"USERNAME": "alice", "PASSWORD": PASSWORD},
}


class Stage(Account):
    """A stage whose parameters are known without asking."""

    def parameter(self, service: str, key: str) -> str:
        return {
            "user-pool-id": POOL,
            "token-audience": CLIENT,
            "endpoint": "https://api",
            "site": SITE,
        }[key]


@pytest.fixture(autouse=True)
def _session(monkeypatch):
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


@pytest.fixture
def stage(monkeypatch):
    """The commands meet this stage instead of a deployed one; answers are given to its pool."""

    def at(name: str, endpoint: str | None = None):
        account = Stage(name, "eu-west-1", endpoint)

        @contextmanager
        def account_of(asked: str):
            assert asked == name
            yield account

        monkeypatch.setattr(token, "account_of", account_of)
        monkeypatch.setattr(url, "account_of", account_of)
        monkeypatch.setattr(site, "account_of", account_of)
        return account

    return at


def makes_alice(pool: Stubber) -> None:
    user = {"UserPoolId": POOL, "Username": "alice"}
    pool.add_response("admin_create_user", {}, {**user, "MessageAction": "SUPPRESS"})
    password = {**user, "Password": PASSWORD, "Permanent": True}
    pool.add_response("admin_set_user_password", {}, password)


def test_on_a_local_stage_the_user_is_created_and_the_token_is_all_that_is_printed(stage, capsys):
    account = stage("local", "http://127.0.0.1:4566")
    with Stubber(account.client("cognito-idp")) as pool:
        makes_alice(pool)
        group = {"UserPoolId": POOL, "Username": "alice", "GroupName": "agents"}
        pool.add_response("admin_add_user_to_group", {}, group)
        pool.add_response("initiate_auth", SIGNED_IN, ASKED)
        assert command.main(["token", "alice", "--group", "agents"]) == 0
        pool.assert_no_pending_responses()
    assert capsys.readouterr().out == f"{ACCESS_TOKEN}\n"


def test_json_says_user_groups_and_expiry_besides(stage, capsys):
    account = stage("local", "http://127.0.0.1:4566")
    with Stubber(account.client("cognito-idp")) as pool:
        makes_alice(pool)
        pool.add_response("initiate_auth", SIGNED_IN, ASKED)
        assert command.main(["token", "alice", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "token": ACCESS_TOKEN,
        "user": "alice",
        "userId": "id-1",
        "groups": ["agents"],
        "expiresAt": 1_795_920_954,
    }


def test_a_user_who_exists_keeps_the_account_and_signs_in():
    account = Stage("local", "eu-west-1", "http://127.0.0.1:4566")
    with Stubber(account.client("cognito-idp")) as pool:
        pool.add_client_error("admin_create_user", "UsernameExistsException")
        password = {
            "UserPoolId": POOL,
            "Username": "alice",
            "Password": PASSWORD,
            "Permanent": True,
        }
        pool.add_response("admin_set_user_password", {}, password)
        create_user(account, "alice")
        pool.assert_no_pending_responses()


def test_a_group_that_does_not_exist_is_answered_with_those_that_do():
    account = Stage("local", "eu-west-1", "http://127.0.0.1:4566")
    with Stubber(account.client("cognito-idp")) as pool:
        makes_alice(pool)
        pool.add_client_error("admin_add_user_to_group", "ResourceNotFoundException")
        pool.add_response("list_groups", {"Groups": [{"GroupName": "agents"}]})
        with pytest.raises(LocalError, match="no group admins; the groups are agents"):
            create_user(account, "alice", "admins")


def test_on_aws_the_password_is_asked_for_and_no_user_is_created(stage, monkeypatch, capsys):
    account = stage("dev")
    monkeypatch.setattr(token.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(token.getpass, "getpass", lambda prompt: "Her-own-secret-1")
    with Stubber(account.client("cognito-idp")) as pool:
        hers = {"USERNAME": "alice", "PASSWORD": "Her-own-secret-1"}
        pool.add_response("initiate_auth", SIGNED_IN, {**ASKED, "AuthParameters": hers})
        assert command.main(["token", "alice", "--stage", "dev"]) == 0
    assert capsys.readouterr().out == f"{ACCESS_TOKEN}\n"


@pytest.mark.parametrize(
    ("stage_name", "options", "code", "message"),
    [
        ("dev", [], 1, "the password of alice is asked for at a terminal"),
        ("dev", ["--group", "agents"], 2, "--group is for local stages"),
        ("prod", [], 1, "stage prod takes no password sign-in"),
    ],
)
def test_on_aws_what_cannot_work_is_said_before_anything_is_asked(
    stage, capsys, stage_name, options, code, message
):
    stage(stage_name)
    assert command.main(["token", "alice", "--stage", stage_name, *options]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err


@pytest.mark.parametrize("code", ["NotAuthorizedException", "UserNotFoundException"])
def test_a_wrong_password_is_one_message(code):
    account = Stage("dev", "eu-west-1")
    with Stubber(account.client("cognito-idp")) as pool:
        pool.add_client_error("initiate_auth", code, "Incorrect username or password.")
        with pytest.raises(LocalError, match=r"alice could not sign in: .*Incorrect username"):
            sign_in(account, "alice", "guess")


def test_a_challenge_is_named():
    account = Stage("dev", "eu-west-1")
    with Stubber(account.client("cognito-idp")) as pool:
        pool.add_response("initiate_auth", {"ChallengeName": "NEW_PASSWORD_REQUIRED"})
        with pytest.raises(LocalError, match=r"a challenge first \(NEW_PASSWORD_REQUIRED\)"):
            sign_in(account, "alice", "temporary")


def test_a_token_without_groups_has_none():
    assert Token.of(access_token()).groups == []
    assert Token.of(ACCESS_TOKEN).groups == ["agents"]


def test_the_url_is_alone_on_its_line(stage, capsys):
    stage("prod")
    assert command.main(["url", "orders", "--stage", "prod"]) == 0
    assert capsys.readouterr().out == "https://api\n"


@pytest.mark.parametrize(
    ("name", "endpoint", "address"),
    [("dev", None, SITE), ("local", HERE, "http://d1abc.cloudfront.localhost:4566")],
)
def test_the_site_is_at_its_name_below_localhost_on_a_local_stage(
    stage, capsys, name, endpoint, address
):
    stage(name, endpoint)
    assert command.main(["site", "--stage", name]) == 0
    assert capsys.readouterr().out == f"{address}\n"
    assert command.main(["site", "--stage", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"url": address}


def test_a_stage_without_a_site_says_how_to_have_one(stage, capsys):
    stage("prod")
    assert command.main(["site", "--stage", "prod"]) == 1
    assert "stage prod has no site: set site: true in Pulumi.prod.yaml" in capsys.readouterr().err


def test_a_service_that_a_stage_does_not_have_is_answered_with_those_it_has(stage, capsys):
    stage("prod")
    assert command.main(["url", "oders", "--stage", "prod"]) == 2
    assert "has no service 'oders'; it has " in capsys.readouterr().err


def test_a_service_that_is_not_deployed_is_named(monkeypatch, capsys):
    account = Account("prod", "eu-west-1")
    monkeypatch.setattr(url, "account_of", accounts.account_of)
    monkeypatch.setattr(accounts, "Account", lambda *given: account)
    with Stubber(account.client("ssm")) as parameters:
        parameters.add_client_error("get_parameter", "ParameterNotFound")
        assert command.main(["url", "orders", "--stage", "prod"]) == 1
    assert "orders has no API on stage prod: deploy the stage first" in capsys.readouterr().err
