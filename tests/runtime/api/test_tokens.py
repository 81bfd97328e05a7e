"""Tokens of a user pool, signed here by keys of its own and of others."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from runtime.api import tokens
from runtime.api.tokens import verified_user
from runtime.http_errors import ServiceUnavailable, Unauthorized
from tests.fakes.tokens import CLIENT, ISSUER, KEY, OTHER, SHORT, encoded, part, published, token


class Pool:
    """The keys that an issuer publishes, and how often and where they were asked for."""

    def __init__(self) -> None:
        self.keys = [published("own", KEY), published("short", SHORT)]
        self.paths: list[str] = []


@pytest.fixture
def pool(monkeypatch, aws):
    found = Pool()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.paths.append(self.path)
            body = json.dumps({"keys": found.keys}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
    monkeypatch.setattr(tokens, "AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    yield found
    server.shutdown()
    server.server_close()


def test_a_token_of_the_pool_names_its_user(pool):
    user = verified_user(token())
    assert (user.id, user.groups) == ("ann", frozenset({"agents"}))
    assert pool.paths == ["/eu-west-1_pool/.well-known/jwks.json"]


WRONG = {
    "no token": ("", "three parts"),
    "no json": ("bm8.bm8.bm8", "JSON objects"),
    "no base64": ("!.b.c", "JSON objects|base64url"),
    "no ASCII": ("é.b.c", "three parts"),
    "a list": (f"{part([])}.{part({})}.x", "JSON objects"),
    "another key's signature": (token(OTHER), "signature is wrong"),
    "no signature": (token(signature=b""), "signature is wrong"),
    "a signature of ones": (token(signature=b"\xff" * 256), "signature is wrong"),
    "no algorithm": (token(header={"alg": "none"}, signature=b""), "signed with RS256"),
    "the public key as a secret": (token(header={"alg": "HS256"}), "signed with RS256"),
    "a key that the pool does not have": (token(OTHER, header={"kid": "mine"}), "does not have"),
    "a key that is too short": (token(SHORT, header={"kid": "short"}), "does not have"),
    "another pool": (token(iss=ISSUER + "2"), "another issuer"),
    "no issuer": (token(iss=None), "another issuer"),
    "another client": (token(client_id="theirs"), "another client"),
    "a refresh token": (token(token_use="refresh"), "must be an access token"),
    "an ID token": (
        token(client_id=None, aud=CLIENT, token_use="id"),
        "must be an access token",
    ),
    "expired": (token(exp=int(time.time()) - 1), "has expired"),
    "no expiry": (token(exp=None), "does not expire"),
    "an expiry in words": (token(exp="tomorrow"), "does not expire"),
    "a true expiry": (token(exp=True), "does not expire"),
    "no user": (token(sub=None), "names no user"),
}


@pytest.mark.parametrize(("given", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_token_is_refused(pool, given, message):
    with pytest.raises(Unauthorized, match=message):
        verified_user(given)


def test_claims_that_were_changed_after_signing_are_refused(pool):
    header, _, signature = token().split(".")
    _, claims, _ = token(sub="bob").split(".")
    with pytest.raises(Unauthorized, match="signature is wrong"):
        verified_user(f"{header}.{claims}.{signature}")


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(pool):
    text = f"{part({'alg': 'HS256', 'kid': 'own'})}.{token().split('.')[1]}"
    secret = json.dumps(pool.keys[0]).encode()
    forged = encoded(hmac.new(secret, text.encode(), hashlib.sha256).digest())
    with pytest.raises(Unauthorized, match="signed with RS256"):
        verified_user(f"{text}.{forged}")


def test_a_new_key_is_looked_for_and_made_up_ones_not_again_and_again(pool):
    verified_user(token())
    pool.keys.append(published("next", OTHER))
    assert verified_user(token(OTHER, header={"kid": "next"})).id == "ann"
    for _ in range(3):
        with pytest.raises(Unauthorized):
            verified_user(token(OTHER, header={"kid": "made-up"}))
    assert len(pool.paths) == 3


def test_keys_that_cannot_be_read_are_no_fault_of_the_caller(pool, monkeypatch):
    pool.keys = None
    with pytest.raises(ServiceUnavailable, match="cannot be read"):
        verified_user(token())


def test_the_keys_are_the_issuers_own_unless_aws_is_elsewhere(monkeypatch):
    monkeypatch.setattr(tokens, "AWS_ENDPOINT_URL", "")
    assert tokens._keys_url() == f"{ISSUER}/.well-known/jwks.json"
