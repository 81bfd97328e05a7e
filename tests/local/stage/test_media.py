"""Uploads on a deployed stage: by the form, through S3, the scanner and Pillow, to a thumbnail."""

from __future__ import annotations

import urllib.error
import urllib.request
import uuid

import pytest

from cli.shop.client import Shop
from services.media.app.simulated_scanner import TEST_FILE
from tests.flows.shopping import until
from tests.pictures import made

DONE = ("READY", "REFUSED")


@pytest.fixture(scope="module")
def ann(shop: Shop) -> str:
    return shop.sign_in("ann")


def sent(form: dict, content: bytes) -> int:
    """The status of S3 for a form with a file."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form["fields"].items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    )
    body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    request = urllib.request.Request(form["url"], body, {"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def processed(shop: Shop, user: str, content: bytes, size: int | None = None) -> dict:
    """A picture once it is ready or refused."""
    body = {"contentType": "image/jpeg", "size": size or len(content)}
    form = shop.request("POST", "media", "/media", user, body)
    assert sent(form, content) == 204
    path = f"/media/{form['mediaId']}"
    return until(lambda: shop.request("GET", "media", path, user), lambda m: m["status"] in DONE)


def test_a_picture_is_uploaded_and_has_a_thumbnail(shop, ann):
    found = processed(shop, ann, made.oriented(900, 600, 6))
    assert (found["metadata"]["width"], found["metadata"]["height"]) == (900, 600)
    with urllib.request.urlopen(found["thumbnailUrl"], timeout=10) as answer:
        assert answer.read(3) == b"\xff\xd8\xff"


def test_malware_and_a_text_are_refused_with_their_reasons(shop, ann):
    assert "EICAR" in processed(shop, ann, TEST_FILE)["reason"]
    assert "no JPEG" in processed(shop, ann, b"Dear Sir or Madam\n")["reason"]


def test_s3_refuses_another_size_than_was_asked_for(shop, ann):
    form = shop.request("POST", "media", "/media", ann, {"contentType": "image/jpeg", "size": 10})
    assert sent(form, b"x" * 11) in (400, 403)
