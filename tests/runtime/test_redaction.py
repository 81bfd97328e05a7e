"""Tests that secrets are in no log line, no trace and no history of a workflow."""

from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from runtime import tracing
from runtime.dynamodb.outbox import outbox_publisher
from runtime.dynamodb.table import Table
from runtime.observability import logger
from runtime.redaction import REDACTED, redacted
from runtime.stepfunctions.tasks import task_handler
from tests.fakes.invocations import CONTEXT, streamed, tasked

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl"
SECRETS = {
    "password=hunter2": "password=[redacted]",
    "db_password: hunter2, host: db": "db_password: [redacted], host: db",
    "{'password': 'hunter2 is it', 'user': 'ann'}": "{'password': [redacted], 'user': 'ann'}",
    r"{\"clientSecret\": \"hunter2\"}": r"{\"clientSecret\": [redacted]}",
    '{"accessToken":"hunter2"}': '{"accessToken":[redacted]}',
    "Authorization: Bearer hunter2hunter2": "Authorization: [redacted]",
    "sent bearer hunter2hunter2 to it": "sent bearer [redacted] to it",
    f"token {JWT} is not valid": "token [redacted] is not valid",
    "api_key=hunter2&page=1": "api_key=[redacted]&page=1",
    "postgres://ann:hunter2@db:5432/shop": "postgres://ann:[redacted]@db:5432/shop",
    "AKIAIOSFODNN7EXAMPLE is not allowed": "[redacted] is not allowed",
    "no mail to ann.b+c@shop.example today": "no mail to [redacted] today",
    "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----\n": "[redacted]\n",
}
PLAIN = (
    "there is no order 6d0cf3ee-3f9e-5b0a-9a43-1f0f5e7c2b11",
    "arn:aws:states:eu-west-1:000000000000:execution:saga:run-1",
    "nextToken must be one that this list returned, got 'abc'",
    "task token not valid",
    "https://shop.example/orders?limit=2",
    "2026-11-21T12:00:00.000Z",
)


@pytest.mark.parametrize(("text", "safe"), SECRETS.items(), ids=lambda text: text[:20])
def test_a_secret_in_a_text_is_redacted(text, safe):
    assert redacted(text) == redacted(safe) == safe


@pytest.mark.parametrize("text", PLAIN)
def test_another_text_stays_as_it_is(text):
    assert redacted(text) == text


@pytest.mark.parametrize(
    "key", ["password", "taskToken", "client_secret", "Authorization", "api-key", "Set-Cookie"]
)
def test_a_secret_under_its_key_is_redacted_wherever_it_is(key):
    assert redacted({"sent": [{key: {"any": "value"}}]}) == {"sent": [{key: REDACTED}]}


def test_what_is_no_secret_keeps_its_type():
    line = {"a": 1, "b": 0.5, "c": True, "d": None, "e": ["x"], "error_type": "KeyError"}
    assert redacted(line) == line


def test_no_line_of_the_log_has_a_secret(log):
    logger.info(
        "signed in as ann@shop.example", password="hunter2", cause=ValueError("pwd=hunter2")
    )
    logger.append_keys(session_token="hunter2")
    try:
        raise RuntimeError("secret=hunter2") from KeyError("token: hunter2")
    except RuntimeError:
        logger.exception("failed")
    finally:
        logger.remove_keys(["session_token"])
    text = json.dumps(log())
    assert "hunter2" not in text
    assert "ann@" not in text
    assert (log()[1]["level"], log()[1]["exception_name"]) == ("ERROR", "RuntimeError")


@task_handler
def fail(work):
    raise RuntimeError("password=hunter2")


@outbox_publisher
def fail_to_publish(change):
    raise RuntimeError("password=hunter2")


def test_an_exception_that_leaves_a_function_has_no_secret():
    """Lambda logs it, and a state machine keeps it as the cause."""
    with pytest.raises(RuntimeError, match=r"^password=\[redacted\]$"):
        tasked(fail)


def test_an_exception_that_keeps_a_change_from_being_published_leaves_no_secret(aws, log):
    Table("orders").put({"orderId": "1", "userId": "ann", "placedAt": "1"})
    streamed(fail_to_publish, aws.dynamodb.stream("orders"))
    assert [line["error_type"] for line in log() if line["level"] == "ERROR"] == ["RuntimeError"]
    assert "hunter2" not in json.dumps(log())


def test_an_exception_in_a_trace_has_no_secret(monkeypatch):
    seen = []

    @contextmanager
    def in_subsegment(name):
        try:
            yield
        except Exception as error:
            seen.append(str(error))
            raise

    tracer = SimpleNamespace(
        provider=SimpleNamespace(in_subsegment=in_subsegment), put_annotation=lambda *_: None
    )
    monkeypatch.setattr(tracing, "_tracer", lambda: tracer)
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-1;Sampled=1")
    with pytest.raises(RuntimeError):
        fail({}, CONTEXT)
    assert seen == ["password=[redacted]"]
