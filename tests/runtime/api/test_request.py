"""Tests of reading requests from the events of REST and HTTP APIs."""

from __future__ import annotations

import base64

import pytest

from contracts.catalog import PutItem
from runtime.api.request import parse_request
from runtime.http_errors import BadRequest, Forbidden
from tests.fakes.invocations import http_event, rest_event

EVENTS = pytest.mark.parametrize("event_of", [http_event, rest_event])


@EVENTS
def test_headers_are_found_whatever_their_case(event_of):
    request = parse_request(event_of(headers={"IDEMPOTENCY-key": "k"}))
    assert request.header("Idempotency-Key") == "k"
    assert request.header("Another") is None


@EVENTS
def test_a_request_without_headers_and_context_is_read(event_of):
    bare = {**event_of(), "headers": None, "requestContext": None}
    request = parse_request(bare)
    assert (request.headers, request.query, request.path, request.user) == ({}, {}, {}, None)


@pytest.mark.parametrize(
    ("claims", "user"),
    [
        ({"cognito:username": "ann", "username": "b", "sub": "c"}, "ann"),
        ({"username": "bob", "sub": "c"}, "bob"),
        ({"sub": "c"}, "c"),
    ],
)
def test_a_user_has_the_first_name_that_the_token_has(claims, user):
    assert parse_request({"requestContext": {"authorizer": {"claims": claims}}}).caller.id == user


@pytest.mark.parametrize(
    "groups", [["agents", "staff"], "[agents staff]", "agents,staff", "agents, staff", "[agents]"]
)
def test_groups_are_read_in_every_form_that_api_gateway_passes(groups):
    claims = {"sub": "a", "cognito:groups": groups}
    for authorizer in ({"claims": claims}, {"jwt": {"claims": claims}}):
        assert parse_request({"requestContext": {"authorizer": authorizer}}).caller.is_agent


@pytest.mark.parametrize("groups", [None, [], "", "[]", "superagents", ["agents-to-be"]])
def test_a_user_outside_of_the_group_is_no_agent(groups):
    claims = {"sub": "a", "cognito:groups": groups}
    request = parse_request({"requestContext": {"authorizer": {"claims": claims}}})
    assert not request.caller.is_agent
    with pytest.raises(Forbidden, match="only members of the group agents may change it"):
        request.require_agent(to="change it")


@pytest.mark.parametrize("body", [None, "", "{", "[" * 100_000, "nonsense"])
def test_a_body_that_is_not_json_is_refused(body):
    with pytest.raises(BadRequest, match="must be JSON"):
        parse_request(http_event(body=body)).body(PutItem)


def test_a_body_in_base64_is_read():
    text = base64.b64encode(b'{"name": "A", "priceCents": 1}').decode()
    event = {**http_event(), "body": text, "isBase64Encoded": True}
    assert parse_request(event).body(PutItem) == PutItem(name="A", price_cents=1)
