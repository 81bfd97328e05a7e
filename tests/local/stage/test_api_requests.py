"""Requests by schemathesis, made from the documents of the APIs: they find what is wrong with a
server of fixed answers, and nothing with the deployed stage.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from cli.api.documents import operations, read
from cli.shop.client import Shop
from tests.docs.openapi.__main__ import asked, everywhere
from tests.docs.openapi.requests import Outcome, outcomes

PATH = "/stock/{itemId}"
ANSWER = {"itemId": "disc", "available": 1}
INVENTORY = read("inventory")
STOCK = {**INVENTORY, "paths": {PATH: INVENTORY["paths"][PATH]}}

# Each request's path and token.
Sent = list[tuple[str, str]]


@contextmanager
def server(status: int, body: object, sent: Sent) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append((unquote(self.path), self.headers["Authorization"]))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=made.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        made.server_close()


def answered(status: int, body: object, **how: Any) -> tuple[Outcome, Sent]:
    """The outcome of a server that gives one answer to all requests, and what it got."""
    sent: Sent = []
    with server(status, body, sent) as url:
        [outcome] = outcomes(STOCK, url, ["a", "b"], **{"cases": 1, "at_limits": False, **how})
    return outcome, sent


@pytest.mark.parametrize(
    ("status", "body", "is_right"),
    [
        (200, ANSWER, True),
        (200, {**ANSWER, "available": "1"}, False),
        (200, {**ANSWER, "more": 1}, False),
        (409, ANSWER, False),
        (500, {"message": "Internal Server Error"}, False),
    ],
)
def test_an_answer_that_the_document_does_not_have_is_a_failure(status, body, is_right):
    outcome, sent = answered(status, body)
    assert outcome.cases == len(sent) >= 2
    assert outcome.statuses == {status: outcome.cases}
    assert (outcome.failures == {}) is is_right


def test_requests_are_at_the_limits_of_the_document_and_one_beyond():
    _, sent = answered(200, ANSWER, at_limits=True)
    assert {1, 128, 129} <= {len(path.removeprefix("/stock/")) for path, _ in sent}


def test_tokens_alternate_and_every_other_request_is_for_what_exists():
    outcome, sent = answered(200, ANSWER, cases=4, known={"itemId": "known"})
    assert outcome.cases == len(sent) >= 8
    assert [token for _, token in sent[:4]] == ["a", "b", "a", "b"]
    assert [path == "/stock/known" for path, _ in sent[:4]] == [True, True, False, False]


def test_every_answer_of_the_stage_is_one_of_its_documents(shop: Shop):
    found = list(asked(shop, everywhere(), cases=2, at_limits=False))
    print("\n".join([Outcome.HEADER, *map(str, found)]))
    routes = {(name, key) for name in everywhere() for key in operations(read(name))}
    assert {(each.service, each.route) for each in found} == routes
    assert {each.route: each.failures for each in found if each.failures} == {}
    # Both kinds of answers: the stage has what is asked for, and says what is wrong.
    statuses = {status for each in found for status in each.statuses}
    assert {200, 400, 403} <= statuses
