"""Tests of the handler of REST and HTTP APIs, and its middleware."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from runtime import observability
from runtime.api.handler import api_handler
from runtime.api.middleware import Response, compose
from runtime.http_errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ServiceUnavailable,
    Unauthorized,
    UnprocessableContent,
)
from tests.fakes.invocations import CONTEXT, called, http_event, rest_event

EVENTS = pytest.mark.parametrize("event_of", [http_event, rest_event])


@api_handler
def greet(request):
    return Response(body={"hello": request.caller.id})


@api_handler
def break_down(request):
    raise RuntimeError("password=hunter2")


def raising(raised):
    @api_handler
    def handle(request):
        raise raised

    return handle


@EVENTS
def test_a_response_is_json(event_of):
    response = greet(event_of(user="ann"), CONTEXT)
    assert (response["statusCode"], json.loads(response["body"])) == (200, {"hello": "ann"})
    assert response["headers"]["Content-Type"] == "application/json"


@EVENTS
@pytest.mark.parametrize("handler", [greet, break_down])
def test_error_responses_have_cors_headers(event_of, handler):
    response = handler(event_of(), CONTEXT)
    assert response["statusCode"] == (401 if handler is greet else 500)
    assert response["headers"]["Access-Control-Allow-Origin"] == "https://shop.example"
    methods = response["headers"]["Access-Control-Allow-Methods"].split(", ")
    assert {"GET", "POST", "PUT", "DELETE"} <= set(methods)


@EVENTS
@pytest.mark.parametrize("name", ["Origin", "origin"])
@pytest.mark.parametrize(
    ("requested", "allowed"),
    [
        ("https://admin.example", "https://admin.example"),
        ("https://shop.example", "https://shop.example"),
        ("https://evil.example", "https://shop.example"),
        ("https://admin.example.evil.example", "https://shop.example"),
    ],
)
def test_of_several_origins_a_response_names_that_of_the_request(
    monkeypatch, event_of, name, requested, allowed
):
    origins = ("https://shop.example", "https://admin.example")
    monkeypatch.setattr("runtime.api.middleware.CORS_ORIGINS", origins)
    headers = greet(event_of(user="ann", headers={name: requested}), CONTEXT)["headers"]
    assert (headers["Access-Control-Allow-Origin"], headers["Vary"]) == (allowed, "Origin")


def test_responses_for_one_origin_do_not_vary():
    headers = greet(http_event(user="ann", headers={"Origin": "https://x.example"}), CONTEXT)
    assert "Vary" not in headers["headers"]


def test_an_unexpected_exception_is_logged_and_not_shown_to_the_client(log):
    status, body = called(break_down, http_event(headers={"X-Correlation-Id": "id-1"}))
    assert (status, body["error"]) == (500, "Internal Server Error")
    assert "hunter2" not in json.dumps(body)
    assert "id-1" in body["message"]
    [failure, access] = log()
    assert "hunter2" not in json.dumps(failure)
    assert "password=[redacted]" in failure["exception"]
    assert (failure["error_type"], failure["correlation_id"]) == ("RuntimeError", "id-1")
    assert (failure["function"], failure["request_id"]) == ("test-function", "request-1")
    assert (access["status"], access["route"]) == (500, "/things/{thingId}")


@pytest.mark.parametrize(
    ("raised", "status", "error"),
    [
        (BadRequest("x"), 400, "Bad Request"),
        (Unauthorized("x"), 401, "Unauthorized"),
        (Forbidden("x"), 403, "Forbidden"),
        (NotFound("x"), 404, "Not Found"),
        (Conflict("x"), 409, "Conflict"),
        (UnprocessableContent("x"), 422, "Unprocessable Entity"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_an_http_error_is_its_response(raised, status, error):
    response = called(raising(raised), http_event(headers={"X-Correlation-Id": "id-1"}))
    body = {"error": error, "message": "x", "details": [], "correlationId": "id-1"}
    assert response == (status, body)


def test_a_dependency_that_fails_is_named_in_the_log_and_not_to_the_client(log):
    cause = ServiceUnavailable("there is no parameter /platform/prod/catalog/endpoint", ["inside"])
    event = http_event(headers={"X-Correlation-Id": "id-1"})
    assert called(raising(cause), event) == (
        503,
        {
            "error": "Service Unavailable",
            "message": "not available now, try again later; its correlation id is id-1",
            "details": [],
            "correlationId": "id-1",
        },
    )
    [failure, _] = log()
    assert "/platform/prod/catalog/endpoint" in failure["exception"]
    assert (failure["error_type"], failure["correlation_id"]) == ("ServiceUnavailable", "id-1")


def test_a_request_keeps_the_correlation_id_of_its_client():
    response = greet(http_event(user="ann", headers={"x-correlation-id": "id-1"}), CONTEXT)
    assert response["headers"]["X-Correlation-Id"] == "id-1"


def test_a_request_without_a_correlation_id_has_that_of_the_gateways_log(log):
    event = http_event(user="ann")
    event["requestContext"]["requestId"] = "gateway-1"
    assert greet(event, CONTEXT)["headers"]["X-Correlation-Id"] == "gateway-1"
    [line] = [line for line in log() if line["message"] == "request handled"]
    assert (line["correlation_id"], line["gateway_request_id"]) == ("gateway-1", "gateway-1")


@pytest.mark.parametrize("given", ["", "two words", "x" * 129, "a\nb"])
def test_an_invalid_correlation_id_is_replaced(given):
    response = greet(http_event(user="ann", headers={"X-Correlation-Id": given}), CONTEXT)
    assert response["headers"]["X-Correlation-Id"] != given
    assert len(response["headers"]["X-Correlation-Id"]) == 36


def test_each_request_without_an_id_gets_its_own():
    ids = {greet(http_event(user="a"), CONTEXT)["headers"]["X-Correlation-Id"] for _ in range(2)}
    assert len(ids) == 2


def test_a_decimal_is_written_as_a_json_number():
    @api_handler
    def handle(request):
        return Response(body={"share": Decimal("0.5")})

    assert called(handle, http_event())[1] == {"share": 0.5}


def test_the_first_middleware_is_the_outermost():
    calls = []

    def layer(name):
        def around(handler):
            def response(request):
                calls.append(name)
                return handler(request)

            return response

        return around

    compose(layer("outer"), layer("inner"))(lambda request: calls.append("handler"))(None)
    assert calls == ["outer", "inner", "handler"]


def answered_failures(capsys, raised):
    assert called(raising(raised), http_event())[0] >= 400
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line["FunctionName"] for line in lines if "AnsweredFailures" in line]


@pytest.mark.parametrize("raised", [RuntimeError("no"), ServiceUnavailable("not now")])
def test_a_5xx_response_counts_as_a_failure_of_the_function(capsys, raised):
    assert answered_failures(capsys, raised) == ["test-function"]


def test_a_4xx_response_is_no_failure_of_the_function(capsys):
    assert answered_failures(capsys, NotFound("no such thing")) == []


def test_without_a_namespace_of_metrics_a_failure_is_answered_all_the_same(capsys, monkeypatch):
    monkeypatch.setattr(observability.metrics.provider, "namespace", None)
    assert answered_failures(capsys, RuntimeError("no")) == []
