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
    assert effect(policy) == ("Allow", [STAGE])
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


def test_a_policy_may_allow_no_more_than_the_routes_of_the_user(monkeypatch):
    def routes(user):
        return ("GET /orders/*", "POST /orders") if "agents" in user.groups else ()

    narrow = authorizer.token_authorizer(routes)
    base = STAGE.removesuffix("*")
    for user, expected in (
        (ANN, ("Allow", [f"{base}GET/orders/*", f"{base}POST/orders"])),
        (User(id="bob", groups=frozenset()), ("Deny", STAGE)),
    ):
        monkeypatch.setattr(authorizer, "verified_user", lambda _, user=user: user)
        event = {"methodArn": METHOD, "authorizationToken": "Bearer ours"}
        assert effect(narrow(event, CONTEXT)) == expected


PLACES = {
    "the header": {"headers": {"authorization": "Bearer ours"}},
    "the header's usual name": {"headers": {"Authorization": "bearer ours"}},
    "the query": {"headers": {}, "queryStringParameters": {"token": "ours"}},
}
NONE = {"nothing": {}, "another": {"headers": None, "queryStringParameters": {"other": "ours"}}}


def verifying(monkeypatch, result=ANN):
    def verified(given):
        assert given == "ours"
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(authorizer, "verified_user", verified)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_request_is_decided_on_by_a_header_or_the_query(monkeypatch, place):
    verifying(monkeypatch)
    policy = authorizer.request_authorizer(query="token")({"methodArn": METHOD, **place}, CONTEXT)
    assert effect(policy) == ("Allow", [STAGE])
    assert policy["context"] == {"userId": "ann", "groups": "agents,guests"}
    simple = authorizer.http_authorizer(query="token")(place, CONTEXT)
    assert simple == {"isAuthorized": True, "context": policy["context"]}


@pytest.mark.parametrize("place", NONE.values(), ids=NONE)
def test_a_request_without_a_token_is_denied(monkeypatch, place):
    verifying(monkeypatch, AssertionError("verified"))
    policy = authorizer.request_authorizer(query="token")({"methodArn": METHOD, **place}, CONTEXT)
    assert effect(policy) == ("Deny", STAGE)
    simple = authorizer.http_authorizer(query="token")(place, CONTEXT)
    assert simple == {"isAuthorized": False, "context": {}}


def test_the_query_is_read_only_where_it_is_named(monkeypatch):
    verifying(monkeypatch, AssertionError("verified"))
    assert authorizer.http_authorizer()(PLACES["the query"], CONTEXT)["isAuthorized"] is False


def test_a_wrong_token_in_a_request_is_denied(monkeypatch, log):
    verifying(monkeypatch, Unauthorized("it has expired"))
    place = PLACES["the header"]
    assert authorizer.http_authorizer()(place, CONTEXT) == {"isAuthorized": False, "context": {}}
    policy = authorizer.request_authorizer()({"methodArn": METHOD, **place}, CONTEXT)
    assert effect(policy) == ("Deny", STAGE)
    assert any(line.get("reason") == "it has expired" for line in log())


def test_keys_that_cannot_be_read_are_not_a_denial(monkeypatch):
    with pytest.raises(ServiceUnavailable):
        asked(monkeypatch, ServiceUnavailable("no keys"))


def test_a_token_that_is_none_is_denied_by_the_verifier_itself():
    event = {"methodArn": METHOD, "authorizationToken": "Bearer a.b.c"}
    assert effect(handle(event, CONTEXT)) == ("Deny", STAGE)
