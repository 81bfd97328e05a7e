"""``platform invoke``: a function by the beginning of its name, its answer and its log."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.events import invoke

NAMES = ("orders-place-order-function-1", "orders-place-order-2", "orders-place-3", "users-get-4")


@pytest.fixture
def asked(monkeypatch):
    """A stage of four functions; what they were invoked with, in order."""
    given = []

    def answer(**request):
        given.append((request["FunctionName"], json.loads(request["Payload"])))
        failed = {"FunctionError": "Unhandled"} if request["FunctionName"] == NAMES[3] else {}
        log = b64encode(b"START\nEND").decode()
        return {"Payload": io.BytesIO(b'{"n": 1}'), "LogResult": log, **failed}

    functions = [{"FunctionName": name} for name in NAMES]
    pages = SimpleNamespace(paginate=lambda: [{"Functions": functions}])
    client = SimpleNamespace(get_paginator=lambda name: pages, invoke=answer)
    account = SimpleNamespace(client=lambda service: client)

    @contextmanager
    def account_of(stage):
        yield account

    monkeypatch.setattr(invoke, "account_of", account_of)
    return given


def test_the_answer_is_on_stdout_and_the_log_with_the_time_on_stderr(asked, tmp_path, capsys):
    (tmp_path / "event.json").write_text('{"id": 7}', "utf-8")
    assert command.main(["invoke", "orders-place-3", "--event", f"{tmp_path}/event.json"]) == 0
    assert asked == [("orders-place-3", {"id": 7})]
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"n": 1}
    assert "  START\n  END\norders-place-3: " in shown.err


def test_an_answer_that_is_an_error_is_exit_code_1(asked, capsys):
    assert command.main(["invoke", "users"]) == 1
    assert asked == [(NAMES[3], {})]
    assert "with the way there and back, Unhandled error" in capsys.readouterr().err


def test_all_of_it_is_printed_as_json(asked, capsys):
    assert command.main(["invoke", "users", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["function"], found["error"]) == (NAMES[3], "Unhandled")
    assert (found["answer"], found["log"]) == ({"n": 1}, "START\nEND")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("orders-place-order", "several functions begin with orders-place-order; there are"),
        ("place", "no function is called place; there are orders-place-3, orders-place-order-2"),
        ("nope", "no function is called nope; there are orders-place-3"),
    ],
)
def test_a_name_that_is_not_one_functions_is_answered_with_those_there_are(
    asked, word, said, capsys
):
    assert command.main(["invoke", word]) == 1
    assert said in capsys.readouterr().err
    assert asked == []
