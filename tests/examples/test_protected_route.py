"""The authorizer of the example: whom its policy allows."""

from __future__ import annotations

import json
import runpy
from base64 import urlsafe_b64encode
from types import SimpleNamespace

import pytest

from settings import ROOT

METHOD = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/GET/protected"


class NotAuthorizedError(Exception):
    """What the SDK raises for a token that is not of a user."""


def token(client: str) -> str:
    claims = json.dumps({"sub": "user-1", "client_id": client}).encode()
    return f"header.{urlsafe_b64encode(claims).decode().rstrip('=')}.signature"


@pytest.fixture
def check(monkeypatch):
    """The handler, with a pool whose users have the tokens of two clients."""

    def get_user(AccessToken):  # noqa: N803  (the SDK's name)
        if AccessToken not in (token("ours"), token("theirs")):
            raise NotAuthorizedError
        return {"Username": "bob"}

    names = ("NotAuthorizedException", "InvalidParameterException")
    errors = SimpleNamespace(**dict.fromkeys(names, NotAuthorizedError))
    client = SimpleNamespace(get_user=get_user, exceptions=errors)
    monkeypatch.setattr("boto3.client", lambda _: client)
    monkeypatch.setenv("CLIENT_ID", "ours")
    path = ROOT / "examples" / "protected-route" / "app" / "members.py"
    return runpy.run_path(str(path))["check"]


@pytest.mark.parametrize(
    ("given", "effect", "principal"),
    [
        (token("ours"), "Allow", "user-1"),
        (token("theirs"), "Deny", "unknown"),
        ("a.b.c", "Deny", "unknown"),
    ],
    ids=["of its client", "of another client", "of no user"],
)
def test_a_token_that_cognito_knows_must_be_of_the_apis_client(check, given, effect, principal):
    policy = check({"authorizationToken": f"Bearer {given}", "methodArn": METHOD}, None)
    [statement] = policy["policyDocument"]["Statement"]
    assert (statement["Effect"], policy["principalId"]) == (effect, principal)
    assert statement["Resource"] == METHOD.replace("GET/protected", "*")
