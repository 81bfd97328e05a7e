"""Tests of requests to other services, against a server on this machine."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from runtime import retry
from runtime.clients import services
from runtime.clients.circuit_breaker import FAILURES
from runtime.http_errors import ServiceUnavailable
from runtime.observability import correlate


class Catalog(ThreadingHTTPServer):
    """Responds with ``responses``, one after the other, and then always with the last."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.responses, self.requests, self.connections = [(200, "{}")], [], 0

    def get_request(self):
        self.connections += 1
        return super().get_request()


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers)))
        responses = self.server.responses
        status, text = responses.pop(0) if len(responses) > 1 else responses[0]
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

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
