"""Tests of requests to other services, against a server on this machine."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from runtime import retry
from runtime.clients import services
from runtime.clients.circuit_breaker import FAILURES
from runtime.http_errors import (
    BadRequest,
    ContentTooLarge,
    Forbidden,
    NotFound,
    ServiceUnavailable,
    Unauthorized,
    UnprocessableContent,
)
from runtime.observability import correlate


class Catalog(ThreadingHTTPServer):
    """Responds with ``responses``, one after the other, and then always with the last."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.responses, self.requests, self.connections = [(200, "{}")], [], 0
        self.bodies = []

    def get_request(self):
        self.connections += 1
        return super().get_request()


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.bodies.append(self.rfile.read(length).decode())
        self.server.requests.append((self.path, dict(self.headers)))
        responses = self.server.responses
        status, text = responses.pop(0) if len(responses) > 1 else responses[0]
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(text.encode())

    def do_POST(self):
        self.do_GET()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def catalog(aws, monkeypatch):
    monkeypatch.setattr(retry, "BASE_SECONDS", 0)
    server = Catalog()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    port = server.server_address[1]
    aws.ssm.values["/platform/test/catalog/endpoint"] = f"http://127.0.0.1:{port}"
    yield server
    services._pool().clear()
    server.shutdown()
    server.server_close()
    thread.join()


def fetch():
    return services.get_json("catalog", "/prices", {"items": "a,b c"})


def test_a_get_request_returns_the_json_response(catalog):
    catalog.responses = [(200, '{"prices": 1}')]
    correlate("id-1")
    assert fetch() == {"prices": 1}
    [(path, headers)] = catalog.requests
    assert path == "/prices?items=a,b+c"
    assert headers["X-Correlation-Id"] == "id-1"


def test_two_requests_share_a_connection(catalog):
    fetch()
    fetch()
    assert (len(catalog.requests), catalog.connections) == (2, 1)


def test_a_temporary_error_is_retried(catalog):
    catalog.responses = [(503, ""), (500, ""), (200, "{}")]
    assert fetch() == {}
    assert len(catalog.requests) == 3


@pytest.mark.parametrize(
    ("response", "said", "times"),
    [
        ((500, ""), "catalog responds with status 500", 3),
        ((403, ""), "catalog responds with status 403", 1),
        ((302, ""), "catalog responds with status 302", 1),
        ((200, "<html>"), "catalog does not respond", 1),
    ],
)
def test_an_invalid_response_is_service_unavailable(catalog, response, said, times):
    catalog.responses = [response]
    with pytest.raises(ServiceUnavailable, match=said):
        fetch()
    assert len(catalog.requests) == times


def test_a_refused_connection_is_service_unavailable(aws):
    aws.ssm.values["/platform/test/catalog/endpoint"] = "http://127.0.0.1:1"
    with pytest.raises(ServiceUnavailable, match="catalog does not respond"):
        fetch()


def test_a_service_that_keeps_failing_is_not_called_for_a_while(catalog):
    catalog.responses = [(403, "")]
    for _ in range(FAILURES):
        with pytest.raises(ServiceUnavailable, match="responds with status 403"):
            fetch()
    with pytest.raises(ServiceUnavailable, match="not called for a while"):
        fetch()
    assert len(catalog.requests) == FAILURES


def read(path="/things/1"):
    return services.get_as("token-1", "catalog", path)


def placed():
    return services.post_as("token-1", "catalog", "/orders", {"lines": []}, "key-1")


def test_a_callers_request_has_the_callers_token_and_correlation_id(catalog):
    correlate("id-1")
    assert read() == {}
    [(path, headers)] = catalog.requests
    assert path == "/things/1"
    assert (headers["Authorization"], headers["X-Correlation-Id"]) == ("token-1", "id-1")


@pytest.mark.parametrize("status", [200, 201, 202])
def test_a_post_has_its_body_and_its_idempotency_key(catalog, status):
    catalog.responses = [(status, '{"orderId": "1"}')]
    assert placed() == {"orderId": "1"}
    [(path, headers)] = catalog.requests
    assert (path, catalog.bodies) == ("/orders", ['{"lines":[]}'])
    assert headers["Idempotency-Key"] == "key-1"
    assert headers["Content-Type"] == "application/json"


def test_a_post_without_an_answer_is_repeated_with_the_same_key(catalog):
    catalog.responses = [(503, ""), (202, '{"orderId": "1"}')]
    assert placed() == {"orderId": "1"}
    assert [headers["Idempotency-Key"] for _, headers in catalog.requests] == ["key-1", "key-1"]


def test_a_post_is_not_repeated_for_as_long_as_a_get(catalog):
    catalog.responses = [(503, "")]
    with pytest.raises(ServiceUnavailable, match="responds with status 503"):
        placed()
    assert len(catalog.requests) == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (413, ContentTooLarge),
        (422, UnprocessableContent),
    ],
)
@pytest.mark.parametrize("ask", [read, placed])
def test_what_a_service_refuses_its_caller_is_raised_as_it_says_and_not_repeated(
    catalog, ask, status, error
):
    catalog.responses = [(status, '{"message": "no thing 1", "details": ["1"]}')]
    with pytest.raises(error, match=r"^no thing 1$") as raised:
        ask()
    assert raised.value.details == ["1"]
    assert len(catalog.requests) == 1


@pytest.mark.parametrize("body", ["<html>", "[]", '{"message": null, "details": "all"}', ""])
def test_an_error_without_a_message_is_named_by_its_status(catalog, body):
    catalog.responses = [(403, body)]
    with pytest.raises(Forbidden, match=r"^Forbidden$") as raised:
        read()
    assert raised.value.details == []


def test_callers_who_are_refused_do_not_keep_others_from_a_service(catalog):
    catalog.responses = [(404, "{}")]
    for _ in range(FAILURES + 1):
        with pytest.raises(NotFound):
            read()
    catalog.responses = [(200, "1")]
    assert read() == 1


@pytest.mark.parametrize("status", [302, 405, 418])
def test_no_other_host_is_sent_a_token_and_other_statuses_are_no_answers(catalog, status):
    catalog.responses = [(status, "{}")]
    with pytest.raises(ServiceUnavailable, match=f"responds with status {status}"):
        read()
    assert len(catalog.requests) == 1
