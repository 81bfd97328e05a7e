"""Tests of signed, idempotent requests to services of others, against a server on this machine."""

from __future__ import annotations

import hashlib
import hmac
import time

import pytest

from runtime import retry
from runtime.clients import external, secrets
from runtime.clients.circuit_breaker import FAILURES
from runtime.clients.external import ExternalService, NoAnswer, UnexpectedAnswer
from runtime.clients.secrets import SecretMissing
from runtime.http_errors import ServiceUnavailable
from runtime.observability import correlate
from tests.partner import partner

SECRET = "/platform/test/bank/secret"


@pytest.fixture
def bank(aws, monkeypatch):
    monkeypatch.setattr(retry, "BASE_SECONDS", 0)
    aws.ssm.values[SECRET] = "one"
    with partner() as server:
        yield server


def post(bank, key="key-1", body=None):
    service = ExternalService(name="the bank", url=bank.url, secret_name=SECRET)
    return service.post("/charges", key, {"a": 1} if body is None else body)


def test_a_request_has_a_key_a_time_and_a_signature_of_both_with_path_and_body(bank):
    correlate("id-1")
    assert post(bank).body == {}
    [asked] = bank.asked
    assert (asked.path, asked.content) == ("/v1/charges", b'{"a":1}')
    assert asked.headers["idempotency-key"] == "key-1"
    assert asked.headers["x-correlation-id"] == "id-1"
    at = asked.headers["x-timestamp"]
    assert abs(int(at) - time.time()) < 5
    signed = f'{at}\nkey-1\n/v1/charges\n{{"a":1}}'.encode()
    expected = hmac.new(b"one", signed, hashlib.sha256).hexdigest()
    assert asked.headers["x-signature"] == expected


def test_the_secret_is_read_when_it_is_needed_and_then_cached(bank, aws):
    assert aws.ssm.reads == 0
    post(bank)
    post(bank)
    assert aws.ssm.reads == 1


def test_a_secret_that_was_replaced_is_read_again_before_the_request_is_given_up(bank, aws):
    bank.secret = "one"
    post(bank)
    bank.secret = aws.ssm.values[SECRET] = "two"
    assert post(bank).body == {}
    assert (len(bank.asked), aws.ssm.reads) == (3, 2)


def test_a_secret_that_is_wrong_is_said_with_its_parameter_and_never_with_its_value(bank):
    bank.secret = "two"
    with pytest.raises(UnexpectedAnswer, match=f"status 401: .* secret in {SECRET}") as raised:
        post(bank)
    assert "one" not in str(raised.value).split()
    assert len(bank.asked) == 2


def test_a_secret_that_is_not_there_is_said_with_the_command_that_puts_it(bank, aws):
    aws.ssm.values.clear()
    with pytest.raises(SecretMissing, match=f"put-parameter --type SecureString --name {SECRET}"):
        post(bank)
    assert bank.asked == []


@pytest.mark.parametrize("status", external.RETRYABLE_STATUSES)
def test_an_answer_that_says_to_ask_again_is_followed_with_the_same_key(bank, status):
    bank.answers = [(status, {}), (201, {"chargeId": "c"})]
    assert post(bank).body == {"chargeId": "c"}
    assert [asked.headers["idempotency-key"] for asked in bank.asked] == ["key-1", "key-1"]


def test_two_attempts_are_all_of_one_call(bank):
    bank.answers = [(503, {})]
    with pytest.raises(NoAnswer, match="the bank answers with status 503"):
        post(bank)
    assert len(bank.asked) == external.ATTEMPTS == 2


def test_a_service_that_does_not_answer_is_waited_for_no_longer_than_the_limit(bank, monkeypatch):
    from urllib3 import PoolManager, Timeout

    pool = PoolManager(retries=False, timeout=Timeout(connect=1, read=0.05))
    monkeypatch.setattr(external, "_pool", lambda: pool)
    bank.answers = [(0, {})]
    with pytest.raises(NoAnswer, match="the bank does not answer"):
        post(bank)
    pool.clear()


def test_the_limits_of_two_attempts_leave_a_worker_time_for_its_batch():
    limit = external._pool().connection_pool_kw["timeout"]
    assert external.ATTEMPTS * (limit.connect_timeout + limit.read_timeout) < 60 / 2


def test_a_decline_is_an_answer(bank):
    bank.answers = [(402, {"reason": "no money"})]
    assert post(bank).is_declined
    bank.answers = [(200, {})]
    assert not post(bank).is_declined


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        (200, "<html>", "does not answer with JSON"),
        (200, "[1]", "does not answer with a JSON object"),
        (302, "{}", "answers with status 302"),
        (400, "{}", "answers with status 400"),
        (404, "{}", "answers with status 404"),
    ],
)
def test_an_answer_that_was_not_agreed_is_an_error_and_is_not_asked_for_again(
    bank, status, text, said
):
    bank.answers = [(status, text)]
    with pytest.raises(UnexpectedAnswer, match=f"the bank {said}"):
        post(bank)
    assert len(bank.asked) == 1


def test_a_field_that_is_missing_is_named(bank):
    for body in ({}, {"chargeId": 7}, {"chargeId": ""}):
        bank.answers = [(200, body)]
        with pytest.raises(UnexpectedAnswer, match="the bank answers without chargeId"):
            post(bank).text("chargeId", "the bank")


def test_a_service_that_keeps_failing_is_left_alone_for_a_while(bank):
    bank.answers = [(503, {})]
    for _ in range(FAILURES):
        with pytest.raises(NoAnswer):
            post(bank)
    asked = len(bank.asked)
    with pytest.raises(ServiceUnavailable, match="keeps failing"):
        post(bank)
    assert len(bank.asked) == asked


def test_a_cached_secret_lasts_minutes():
    assert secrets.CACHE_SECONDS == 300
