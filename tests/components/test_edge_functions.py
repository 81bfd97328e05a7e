"""Functions at the edge that are ready made, run on events of CloudFront."""

from __future__ import annotations

import base64
import importlib.util
import io
import json
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from components.compute import wheels
from components.edge.edge_function import EdgeFunction
from components.edge.edge_functions import FILES, authorisation_args, resize_args
from components.objects.bucket import Bucket, BucketArgs
from settings import ROOT
from tests.aws.node_packages import run
from tests.callers.tokens import GOOD, tokens
from tests.cloud import deploy
from tests.components.edge_events import REQUEST_ID, event, request_of
from tests.components.sample import statements
from tests.fakes.tokens import CLIENT, ISSUER, KEY, published, token

LOCK = ROOT / "services" / "media" / "pillow.lock"
KEYS = [published("own", KEY)]


def authorised(*events: dict, keys=KEYS) -> dict:
    """What the authorisation answers, and which addresses it asked."""
    found: dict = run(
        "edge_function.js",
        {
            "code": (FILES / "authorise.js").read_text(encoding="utf-8"),
            "constants": {"issuer": ISSUER, "clients": [CLIENT]},
            "keys": keys,
            "events": list(events),
        },
    )
    return found


def with_token(given: str | None) -> dict:
    headers = {} if given is None else {"Authorization": given}
    return event("viewer-request", "/members/", **headers)


def test_each_wrong_token_is_answered_401_and_the_right_one_goes_through():
    given = tokens()
    found = authorised(*[with_token(each) for each in given.values()])
    statuses = {
        name: answer.get("status", "through")
        for name, answer in zip(given, found["answers"], strict=True)
    }
    assert statuses == {name: "through" if name == GOOD else "401" for name in given}
    assert found["answers"][-1] == request_of(with_token(given[GOOD]))
    assert found["asked"] == [f"{ISSUER}/.well-known/jwks.json"]


def test_what_is_answered_has_the_shape_of_every_error():
    answer = authorised(with_token(None))["answers"][0]
    assert json.loads(answer["body"]) == {
        "error": "Unauthorized",
        "message": "the request has no token",
        "details": [],
        "correlationId": REQUEST_ID,
    }
    assert answer["headers"]["www-authenticate"] == [{"key": "WWW-Authenticate", "value": "Bearer"}]
    assert answer["headers"]["cache-control"][0]["value"] == "no-store"


@pytest.mark.parametrize(
    "given", ["", "Bearer", "a.b", "....", "bnVsbA.e30.x", "e30.e30.x", "Basic YTpi"]
)
def test_what_is_no_token_is_answered_401(given):
    assert authorised(with_token(given))["answers"][0]["status"] == "401"


def test_a_token_may_have_the_word_bearer_and_a_preflight_has_none():
    found = authorised(
        with_token(f"Bearer {token()}"), event("viewer-request", "/members/", "OPTIONS")
    )
    assert [each["uri"] for each in found["answers"]] == ["/members/"] * 2


def test_without_the_keys_of_the_pool_nothing_goes_through():
    found = authorised(with_token(token()), with_token(token()), keys=None)
    assert [each["status"] for each in found["answers"]] == ["503"] * 2


def test_a_key_that_is_not_known_is_not_asked_for_at_every_request():
    strange = with_token(token(header={"kid": "theirs"}))
    assert len(authorised(*[strange] * 3)["asked"]) == 1


def resize(monkeypatch, tmp_path, objects: dict[str, bytes], widths=(480, 960)):
    """The handler as deployed, with these objects in its bucket; and what it asked for."""
    asked = []

    def get_object(Bucket, Key):  # noqa: N803  (the SDK's names)
        asked.append((Bucket, Key))
        if Key not in objects:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        return {"Body": io.BytesIO(objects[Key])}

    monkeypatch.setattr("boto3.client", lambda *_, **__: SimpleNamespace(get_object=get_object))
    file = tmp_path / "resize.py"
    file.write_bytes((FILES / "resize.py").read_bytes())
    (tmp_path / "constants.json").write_text(json.dumps({"widths": widths, "max_age": 60}))
    spec = importlib.util.spec_from_file_location("resize", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.handle, asked


def picture(kind: str, width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_answered_in_the_width_that_is_asked_for(monkeypatch, tmp_path, kind):
    handle, asked = resize(monkeypatch, tmp_path, {"a cat.pic": picture(kind, 1200, 900)})
    answer = handle(event("origin-request", "/resized/480/a%20cat.pic"), None)
    with Image.open(io.BytesIO(base64.b64decode(answer["body"]))) as made:
        assert (made.format, made.size) == (kind, (480, 360))
    assert answer["headers"]["content-type"][0]["value"] == f"image/{kind.lower()}"
    assert (answer["status"], answer["bodyEncoding"]) == ("200", "base64")
    assert asked == [("gallery", "a cat.pic")]


def test_what_is_not_made_smaller_is_answered_by_the_bucket(monkeypatch, tmp_path):
    objects = {
        "narrow.png": picture("PNG", 480, 10),
        "notes.txt": b"no picture",
        "broken.png": picture("PNG", 1200, 900)[:100],
        "huge.png": picture("PNG", 6000, 5000),
    }
    handle, _ = resize(monkeypatch, tmp_path, objects)
    for name in (*objects, "missing.png"):
        answer = handle(event("origin-request", f"/resized/480/{name}"), None)
        assert (answer["uri"], "status" in answer) == (f"/{name}", False)


@pytest.mark.parametrize("uri", ["/resized/481/cat.png", "/resized/00480x/cat.png", "/480/cat.png"])
def test_other_paths_stay_as_they_are(monkeypatch, tmp_path, uri):
    handle, asked = resize(monkeypatch, tmp_path, {"cat.png": picture("PNG", 1200, 900)})
    assert handle(event("origin-request", uri), None)["uri"] == uri
    assert asked == []


def test_a_picture_that_is_too_large_to_answer_is_answered_by_the_bucket(monkeypatch, tmp_path):
    # A page of noise is more than the megabyte that an answer may have.
    noise = Image.effect_noise((1250, 1250), 100)
    made = io.BytesIO()
    noise.save(made, "PNG")
    handle, _ = resize(monkeypatch, tmp_path, {"noise.png": made.getvalue()}, widths=(1200,))
    assert handle(event("origin-request", "/resized/1200/noise.png"), None)["uri"] == "/noise.png"


def test_both_are_functions_of_a_distribution():
    def program():
        gallery = Bucket("gallery", BucketArgs(distributed=True))
        issuer, client = "https://idp.example.com/pool", "shop"
        EdgeFunction("members", authorisation_args(issuer=issuer, client_id=client))
        EdgeFunction("resize", resize_args(gallery, LOCK))

    cloud = deploy(program)
    reads = statements(cloud, "resize")[1]
    assert reads["Action"] == ["s3:GetObject"]


def test_widths_have_limits(tmp_path):
    with pytest.raises(ValueError, match="widths must be between 1 and 10000 pixels, got 0"):
        resize_args(None, LOCK, widths=(0,))
    with pytest.raises(wheels.WheelError):
        resize_args(None, LOCK, folder=tmp_path)
