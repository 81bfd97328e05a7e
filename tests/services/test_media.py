"""Tests of uploads: asked for, scanned, made smaller, described, and refused with a reason."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from services.media.app import scan_upload
from services.media.app.http_scanner import HttpScanner
from services.media.app.simulated_scanner import TEST_FILE
from tests.fakes.invocations import called, delivered, http_event
from tests.pictures import made
from tests.pictures.flow import (
    events,
    processed,
    requested,
    shown,
    steps,
    thumbnail,
    uploaded,
)

JPEG = "image/jpeg"
BLUE, GREEN, RED = (40, 90, 200), (30, 160, 60), (220, 20, 20)


def picture(aws, media_id) -> Image.Image:
    return Image.open(io.BytesIO(thumbnail(aws, media_id)))


def near(found, wanted) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(found[:3], wanted, strict=True))


def ask(user="ann", **body):
    from services.media.app import request_upload

    return called(request_upload.handle, http_event(user=user, body=body))


def test_a_caller_gets_a_form_for_one_upload_of_this_type_and_size(aws):
    status, answer = ask(contentType=JPEG, size=1234)
    assert status == 201
    assert answer["url"] == "https://media.s3.amazonaws.com/"
    assert answer["fields"]["key"] == f"uploads/{answer['mediaId']}"
    assert answer["fields"]["policy"] == [
        {"Content-Type": JPEG},
        ["content-length-range", 1234, 1234],
    ]
    assert shown(answer["mediaId"])["status"] == "AWAITING_UPLOAD"


@pytest.mark.parametrize(
    "body",
    [
        {"contentType": "image/tiff", "size": 1},
        {"contentType": JPEG, "size": 0},
        {"contentType": JPEG, "size": 50_000_001},
        {"contentType": JPEG},
    ],
)
def test_a_form_for_another_type_or_a_larger_upload_is_refused(aws, body):
    assert ask(**body)[0] == 400
    assert ask(user=None, contentType=JPEG, size=1)[0] == 401


def test_a_picture_is_scanned_made_smaller_described_and_published(aws):
    media_id = processed(aws, made.oriented(800, 600, 1), JPEG)
    found = shown(media_id)
    assert found["status"] == "READY"
    assert found["metadata"] == {
        "width": 800,
        "height": 600,
        "format": "JPEG",
        "frames": 1,
        "transparent": False,
        "camera": "Test Camera",
    }
    assert f"/thumbnails/{media_id}.jpg?" in found["thumbnailUrl"]
    assert picture(aws, media_id).size == (320, 240)
    said = {"mediaId": media_id, "userId": "ann", "width": 800, "height": 600}
    assert events(aws) == [("MediaProcessed", said)]


def test_another_user_does_not_see_it(aws):
    media_id = processed(aws, made.oriented(800, 600, 1), JPEG)
    assert shown(media_id, user="bob")["error"] == "Not Found"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_thumbnail_is_the_right_side_up(aws, orientation):
    media_id = processed(aws, made.oriented(900, 600, orientation), JPEG)
    small = picture(aws, media_id)
    assert small.size == (320, 213)
    assert near(small.getpixel((20, 20)), RED)
    assert near(small.getpixel((300, 20)), BLUE)
    assert near(small.getpixel((160, 200)), GREEN)
    assert small.getexif() == {}
    assert shown(media_id)["metadata"]["width"] == 900


@pytest.mark.parametrize(("form", "kind"), [("PNG", made.PNG), ("WEBP", made.WEBP)])
def test_what_is_transparent_stays_so(aws, form, kind):
    media_id = processed(aws, made.transparent(640, 480, form), kind)
    small = picture(aws, media_id)
    assert (small.format, small.mode) == ("PNG", "RGBA")
    assert small.getpixel((160, 230))[3] == 0
    assert near(small.getpixel((20, 20)), RED)


def test_the_colours_of_print_become_those_of_a_screen(aws):
    media_id = processed(aws, made.encoded(made.scene(640, 480, "CMYK"), "JPEG"), JPEG)
    small = picture(aws, media_id)
    assert small.mode == "RGB"
    assert near(small.getpixel((20, 20)), RED)


@pytest.mark.parametrize(("form", "kind"), [("GIF", made.GIF), ("WEBP", made.WEBP)])
def test_the_first_frame_of_an_animation_is_shown(aws, form, kind):
    media_id = processed(aws, made.animated(640, 480, form), kind)
    assert near(picture(aws, media_id).convert("RGB").getpixel((20, 20)), RED)
    assert shown(media_id)["metadata"]["frames"] == 3


def test_a_picture_of_16_bits_is_not_all_white(aws):
    content = made.encoded(Image.new("I;16", (400, 300), 128 * 256), "PNG")
    assert picture(aws, processed(aws, content, made.PNG)).getpixel((5, 5)) in (127, 128, 129)


@pytest.mark.parametrize("name", made.BAD)
def test_what_is_no_good_picture_is_refused_with_a_reason(aws, name):
    upload = made.bad(name)
    media_id = processed(aws, upload.content, upload.type)
    found = shown(media_id)
    assert found["status"] == "REFUSED"
    assert upload.refused in found["reason"]
    assert "thumbnailUrl" not in found
    [(kind, said)] = events(aws)
    assert (kind, said["reason"]) == ("MediaRefused", found["reason"])
    assert ("media", f"uploads/{media_id}") in aws.s3.kept


def test_malware_goes_no_further(aws):
    media_id = requested(TEST_FILE, JPEG)
    assert delivered(scan_upload.handle, uploaded(aws, media_id, TEST_FILE)) == []
    assert aws.sns.messages == []
    assert shown(media_id)["reason"] == "malware was found in it: EICAR-Test-File"


def test_an_event_that_is_delivered_twice_has_one_effect(aws):
    content = made.oriented(400, 300, 1)
    media_id = requested(content, JPEG)
    event = uploaded(aws, media_id, content)
    assert delivered(scan_upload.handle, event, event) == []
    steps(aws)
    assert len(events(aws)) == 1
    assert shown(media_id)["status"] == "READY"


def test_another_upload_with_the_same_form_changes_nothing(aws):
    content = made.oriented(400, 300, 1)
    media_id = processed(aws, content, JPEG)
    small = thumbnail(aws, media_id)
    delivered(scan_upload.handle, uploaded(aws, media_id, made.oriented(300, 400, 1)))
    steps(aws)
    assert thumbnail(aws, media_id) == small
    assert shown(media_id)["metadata"]["width"] == 400


def test_what_was_scanned_is_what_is_processed(aws):
    content = made.oriented(400, 300, 1)
    media_id = requested(content, JPEG)
    delivered(scan_upload.handle, uploaded(aws, media_id, content))
    uploaded(aws, media_id, made.oriented(300, 400, 1))
    steps(aws)
    assert "was replaced by another upload" in shown(media_id)["reason"]


def test_an_object_that_belongs_to_no_request_is_ignored(aws):
    assert delivered(scan_upload.handle, uploaded(aws, "no-such-row", b"x")) == []
    assert (aws.sns.messages, aws.dynamodb.stream("media")) == ([], [])


class Answers:
    """An external service that answers with a body."""

    name = "the scanner"

    def __init__(self, is_declined, **body):
        self.body, self.is_declined, self.asked = body, is_declined, []

    def post(self, path, key, body):
        from runtime.clients.external import Answer

        self.asked.append((path, key, body))
        return Answer(body=self.body, is_declined=self.is_declined)


@pytest.mark.parametrize(
    ("service", "threat"),
    [
        (Answers(False, verdict="clean"), None),
        (Answers(True, reason="Win.Test"), "Win.Test"),
    ],
)
def test_a_scanner_of_others_reads_the_upload_itself(aws, monkeypatch, service, threat):
    monkeypatch.setattr(scan_upload, "scanner", HttpScanner(service))
    content = made.oriented(400, 300, 1)
    media_id = requested(content, JPEG)
    assert delivered(scan_upload.handle, uploaded(aws, media_id, content)) == []
    [(path, key, body)] = service.asked
    assert (path, body["reference"]) == ("/scans", f"uploads/{media_id}")
    assert key.startswith("scan-media/uploads/")
    assert body["url"].startswith("https://media.s3.amazonaws.com/uploads/")
    assert len(aws.sns.messages) == (0 if threat else 1)
    assert shown(media_id).get("reason") == (threat and f"malware was found in it: {threat}")


def test_a_verdict_that_was_not_agreed_fails_the_message(aws, monkeypatch):
    monkeypatch.setattr(scan_upload, "scanner", HttpScanner(Answers(False, verdict="maybe")))
    media_id = requested(b"x", JPEG)
    assert delivered(scan_upload.handle, uploaded(aws, media_id, b"x")) == ["m0"]
    assert "reason" not in shown(media_id)
