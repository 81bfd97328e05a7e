from __future__ import annotations

import pytest

from runtime.api import authorizer
from runtime.api.identity import User
from runtime.http_errors import ServiceUnavailable, Unauthorized
from tests.fakes.invocations import CONTEXT

METHOD = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/GET/orders/o-1"
STAGE = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/*"
ANN = User(id="ann", groups=frozenset({"guests", "agents"}))

handle = authorizer.token_authorizer()


def asked(monkeypatch, result, token="Bearer ours"):
    def verified(given):
        assert given == "ours"
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(authorizer, "verified_user", verified)
    return handle({"type": "TOKEN", "methodArn": METHOD, "authorizationToken": token}, CONTEXT)


def effect(policy) -> tuple[str, str]:
    [statement] = policy["policyDocument"]["Statement"]
    return statement["Effect"], statement["Resource"]


def test_a_right_token_opens_the_whole_stage_since_the_answer_is_kept_for_all_methods(monkeypatch):
    policy = asked(monkeypatch, ANN)
    assert effect(policy) == ("Allow", STAGE)
    assert policy["principalId"] == "ann"
    assert policy["context"] == {"userId": "ann", "groups": "agents,guests"}


def test_a_wrong_token_opens_nothing_and_says_nothing(monkeypatch, log):
    policy = asked(monkeypatch, Unauthorized("it has expired"))
    assert effect(policy) == ("Deny", STAGE)
    assert policy["context"] == {}
    assert any(line.get("reason") == "it has expired" for line in log())


@pytest.mark.parametrize("token", [None, "", "ours", "Basic ours", "Bearer "])
def test_without_a_bearer_token_nothing_is_verified(monkeypatch, token):
    assert effect(asked(monkeypatch, AssertionError("verified"), token))[0] == "Deny"


def test_keys_that_cannot_be_read_are_not_a_denial(monkeypatch):
    with pytest.raises(ServiceUnavailable):
        asked(monkeypatch, ServiceUnavailable("no keys"))


def test_a_token_that_is_none_is_denied_by_the_verifier_itself():
    event = {"methodArn": METHOD, "authorizationToken": "Bearer a.b.c"}
    assert effect(handle(event, CONTEXT)) == ("Deny", STAGE)
