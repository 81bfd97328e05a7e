"""Tests of presigned requests, with the SDK's own signatures."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from runtime.clients import aws as clients
from runtime.clients.presigned import read_url, upload_form


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    clients._client.cache_clear()
    yield
    clients._client.cache_clear()


def test_a_form_says_what_may_be_uploaded():
    form = upload_form("files", "uploads/1", content_type="image/png", size=99, seconds=60)
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    assert ["content-length-range", 99, 99] in policy["conditions"]
    assert {"Content-Type": "image/png"} in policy["conditions"]
    assert {"key": "uploads/1"} in policy["conditions"]
    assert {"bucket": "files"} in policy["conditions"]
    assert form.fields["Content-Type"] == "image/png"
    assert form.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert "files" in form.url


def test_a_url_is_signed_by_version_4_and_expires(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    clients._client.cache_clear()
    query = parse_qs(urlsplit(read_url("files", "thumbnails/1.jpg", seconds=60)).query)
    assert query["X-Amz-Expires"] == ["60"]
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
