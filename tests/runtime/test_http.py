"""Tests of answering requests, whichever gateway they come through."""

from __future__ import annotations

import base64
import json
from decimal import Decimal

import pytest

from contracts.catalog import PutItem
from runtime.api.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ServiceUnavailable,
    Unauthorized,
    UnprocessableContent,
)
from runtime.api.handler import api_handler
from runtime.api.middleware import Response, compose
from runtime.api.request import parse_request
from tests.fakes.invocations import CONTEXT, called, http_event, rest_event

EVENTS = pytest.mark.parametrize("event_of", [http_event, rest_event])


@api_handler
def greet(request):
    return Response(body={"hello": request.caller.id})


@api_handler
def break_down(request):
    raise RuntimeError("password=hunter2")


def raising(refusal):
    @api_handler
    def handle(request):
        raise refusal

    return handle


@EVENTS
def test_an_answer_is_json(event_of):
    answer = greet(event_of(user="ann"), CONTEXT)
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {"hello": "ann"})
    assert answer["headers"]["Content-Type"] == "application/json"


@EVENTS
@pytest.mark.parametrize("handler", [greet, break_down])
def test_errors_can_be_read_by_pages_too(event_of, handler):
    answer = handler(event_of(), CONTEXT)
    assert answer["statusCode"] == (401 if handler is greet else 500)
    assert answer["headers"]["Access-Control-Allow-Origin"] == "https://shop.example"
    methods = answer["headers"]["Access-Control-Allow-Methods"].split(", ")
    assert {"GET", "POST", "PUT", "DELETE"} <= set(methods)


def test_a_breakdown_says_nothing_of_its_cause_but_logs_it(log):
    status, body = called(break_down, http_event(headers={"X-Correlation-Id": "talk-1"}))
    assert (status, body["error"]) == (500, "Internal Server Error")
    assert "hunter2" not in json.dumps(body)
    assert "talk-1" in body["message"]
    [failure, answered] = log()
    assert "hunter2" in failure["exception"]
    assert (failure["error_type"], failure["correlation_id"]) == ("RuntimeError", "talk-1")
    assert (failure["function"], failure["request_id"]) == ("test-function", "request-1")
    assert (answered["status"], answered["route"]) == (500, "/things/{thingId}")


@pytest.mark.parametrize(
    ("refusal", "status", "error"),
    [
        (BadRequest("x"), 400, "Bad Request"),
        (Unauthorized("x"), 401, "Unauthorized"),
        (Forbidden("x"), 403, "Forbidden"),
        (NotFound("x"), 404, "Not Found"),
        (Conflict("x"), 409, "Conflict"),
        (UnprocessableContent("x"), 422, "Unprocessable Entity"),
        (ServiceUnavailable("x"), 503, "Service Unavailable"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_a_refusal_says_what_is_wrong(refusal, status, error):
    answer = called(raising(refusal), http_event())
    assert answer == (status, {"error": error, "message": "x", "details": []})


def test_a_conversation_keeps_the_id_that_its_caller_gave_it():
    answer = greet(http_event(user="ann", headers={"x-correlation-id": "talk-1"}), CONTEXT)
    assert answer["headers"]["X-Correlation-Id"] == "talk-1"


@pytest.mark.parametrize("given", ["", "two words", "x" * 129, "a\nb"])
def test_an_id_that_a_log_cannot_bear_is_replaced(given):
    answer = greet(http_event(user="ann", headers={"X-Correlation-Id": given}), CONTEXT)
    assert answer["headers"]["X-Correlation-Id"] != given
    assert len(answer["headers"]["X-Correlation-Id"]) == 36


def test_one_conversation_does_not_leak_into_the_next():
    ids = {greet(http_event(user="a"), CONTEXT)["headers"]["X-Correlation-Id"] for _ in range(2)}
    assert len(ids) == 2


@EVENTS
def test_headers_are_found_whatever_their_case(event_of):
    request = parse_request(event_of(headers={"IDEMPOTENCY-key": "k"}))
    assert request.header("Idempotency-Key") == "k"
    assert request.header("Another") is None


@EVENTS
def test_a_request_without_anything_is_a_request(event_of):
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
def test_a_user_is_known_by_the_best_name_in_the_token(claims, user):
    assert parse_request({"requestContext": {"authorizer": {"claims": claims}}}).caller.id == user


@pytest.mark.parametrize(
    "groups", [["agents", "staff"], "[agents staff]", "agents,staff", "agents, staff", "[agents]"]
)
def test_groups_are_read_in_every_form_that_gateways_give_them(groups):
    claims = {"sub": "a", "cognito:groups": groups}
    for authorizer in ({"claims": claims}, {"jwt": {"claims": claims}}):
        assert parse_request({"requestContext": {"authorizer": authorizer}}).caller.is_agent


@pytest.mark.parametrize("groups", [None, [], "", "[]", "superagents", ["agents-to-be"]])
def test_nobody_is_an_agent_by_accident(groups):
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


def test_a_number_with_a_fraction_can_be_answered():
    @api_handler
    def handle(request):
        return Response(body={"share": Decimal("0.5")})

    assert called(handle, http_event())[1] == {"share": 0.5}


def test_the_first_layer_is_the_outermost():
    calls = []

    def layer(name):
        def around(handler):
            def answer(request):
                calls.append(name)
                return handler(request)

            return answer

        return around

    compose(layer("outer"), layer("inner"))(lambda request: calls.append("handler"))(None)
    assert calls == ["outer", "inner", "handler"]
