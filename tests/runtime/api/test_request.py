"""Tests of reading requests from the events of REST and HTTP APIs."""

from __future__ import annotations

import base64
import json

import pytest

from contracts.catalog import MAX_IMPORT, ImportItems, PutItem
from runtime.api.request import parse_request
from runtime.http_errors import BadRequest, ContentTooLarge, Unauthorized
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


@pytest.mark.parametrize("body", [None, "", "{", "[" * 100_000, "nonsense"])
def test_a_body_that_is_not_json_is_refused(body):
    with pytest.raises(BadRequest, match="must be JSON"):
        parse_request(http_event(body=body)).body(PutItem)


def test_a_body_in_base64_is_read():
    text = base64.b64encode(b'{"name": "A", "priceCents": 1}').decode()
    event = {**http_event(), "body": text, "isBase64Encoded": True}
    assert parse_request(event).body(PutItem) == PutItem(name="A", price_cents=1)


def test_a_body_of_a_megabyte_is_the_largest():
    name = "x" * (1024 * 1024)
    for body in (json.dumps({"name": name}), "é" * (512 * 1024 + 1), "x" * 7_000_000):
        with pytest.raises(ContentTooLarge, match="of at most 1048576 bytes"):
            parse_request(http_event(body=body)).body(PutItem)
    with pytest.raises(BadRequest, match="must be JSON"):
        parse_request(http_event(body=name)).body(PutItem)


def test_the_largest_body_of_a_contract_is_no_larger():
    item = {"itemId": "i" * 64, "name": "\U0001f600" * 100, "priceCents": 100_000_000}
    body = json.dumps({"items": [item] * MAX_IMPORT})
    assert len(parse_request(http_event(body=body)).body(ImportItems).items) == MAX_IMPORT


@pytest.mark.parametrize(
    ("event_of", "context"),
    [
        (http_event, {"lambda": {"userId": "ann", "groups": "agents,guests"}}),
        (rest_event, {"userId": "ann", "groups": "agents,guests", "principalId": "ann"}),
    ],
)
def test_the_user_may_be_named_by_an_authorizers_function(event_of, context):
    event = {**event_of(), "requestContext": {"authorizer": context}}
    user = parse_request(event).caller
    assert (user.id, user.groups) == ("ann", {"agents", "guests"})


@pytest.mark.parametrize(
    "context", [{"lambda": None}, {"lambda": {}}, {"userId": ""}, {"principalId": "ann"}]
)
def test_an_authorizer_that_names_no_user_is_no_sign_in(context):
    event = {**http_event(), "requestContext": {"authorizer": context}}
    with pytest.raises(Unauthorized):
        _ = parse_request(event).caller


def test_claims_that_are_not_for_this_api_are_refused_whatever_else_the_context_says():
    event = rest_event(user="ann")
    event["requestContext"]["authorizer"]["claims"]["client_id"] = "another"
    event["requestContext"]["authorizer"]["userId"] = "bob"
    with pytest.raises(Unauthorized):
        _ = parse_request(event).user
