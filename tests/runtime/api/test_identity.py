"""Tests of which tokens are for this API, and of the user that a token names."""

from __future__ import annotations

import time

import pytest

from runtime.api import identity
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import parse_request
from runtime.http_errors import Forbidden
from tests.fakes.invocations import called, claims, http_event, rest_event

EVENTS = pytest.mark.parametrize("event_of", [http_event, rest_event])


@api_handler
def indifferent(request):
    """A route that does not read who calls."""
    return Response(body={})


def with_claims(event_of, **changed):
    """An event whose token has other claims; ``None`` leaves one out."""
    event = event_of(user="ann")
    authorizer = event["requestContext"]["authorizer"]
    given = {**claims("ann"), **changed}
    found = {name: value for name, value in given.items() if value is not None}
    (authorizer.get("jwt") or authorizer)["claims"] = found
    return event


def user(event_of=rest_event, **changed):
    return parse_request(with_claims(event_of, **changed)).caller


@EVENTS
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"exp": None}, "does not expire"),
        ({"exp": ""}, "does not expire"),
        ({"exp": "1700000000"}, "has expired"),
        ({"token_use": "refresh"}, "must be an access token"),
        ({"token_use": "id", "aud": "shop-client"}, "must be an access token"),
        ({"token_use": None}, "must be an access token"),
        ({"client_id": "another-client"}, "for another client"),
        ({"client_id": "another-client", "aud": "shop-client"}, "for another client"),
        ({"client_id": None}, "for another client"),
        ({"client_id": None, "aud": "shop-client"}, "for another client"),
        ({"sub": None}, "names no user"),
    ],
)
def test_a_token_that_is_not_for_this_api_is_refused_on_every_route(event_of, changed, message):
    status, body = called(indifferent, with_claims(event_of, **changed))
    assert status == 401
    assert message in body["message"]


@EVENTS
def test_the_user_of_an_access_token_is_its_sub_and_not_its_name(event_of):
    assert user(event_of, username="bob").id == "ann"


def test_a_user_of_the_same_name_is_another_user():
    assert user(sub="id-1").id != user(sub="id-2").id


def test_a_token_expires_at_its_second(monkeypatch):
    monkeypatch.setattr(identity, "time", FrozenTime)
    assert user(exp=str(FrozenTime.NOW + 1)).id == "ann"
    assert called(indifferent, with_claims(rest_event, exp=str(FrozenTime.NOW)))[0] == 401


class FrozenTime:
    NOW = int(time.time())

    @classmethod
    def time(cls):
        return cls.NOW


def test_a_date_in_words_was_checked_by_the_gateway():
    assert user(exp="Thu Jul 04 10:41:57 UTC 2019").id == "ann"


@pytest.mark.parametrize(
    "groups", [["agents", "staff"], "[agents staff]", "agents,staff", "[agents]", "agents"]
)
def test_groups_are_read_in_every_form_that_api_gateway_passes(groups):
    for event_of in (http_event, rest_event):
        assert user(event_of, **{"cognito:groups": groups}).is_agent


@pytest.mark.parametrize(
    "groups",
    [
        None,
        [],
        "",
        "[]",
        "superagents",
        ["agents-to-be"],
        "[guests,agents]",
        ["guests,agents"],
        "[[agents]]",
        "[staff [agents]]",
    ],
)
def test_a_user_outside_of_the_group_is_no_agent(groups):
    request = parse_request(with_claims(http_event, **{"cognito:groups": groups}))
    assert not request.caller.is_agent
    with pytest.raises(Forbidden, match="only members of the group agents may change it"):
        request.require_agent(to="change it")
