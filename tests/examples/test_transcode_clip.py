"""The handler of the example transcode-clip, with the FFmpeg of its layer."""

from __future__ import annotations

import json
import runpy
import subprocess

import boto3
import pytest
from moto import mock_aws

from settings import ROOT

APP = ROOT / "examples/transcode-clip/app"


def event(*keys: str) -> dict[str, object]:
    records = [{"s3": {"object": {"key": key}}} for key in keys]
    # The second is what S3 sends when it is configured.
    return {
        "Records": [
            {"body": json.dumps({"Records": records})},
            {"body": json.dumps({"Event": "s3:TestEvent"})},
        ]
    }


@pytest.fixture
def s3(monkeypatch):
    monkeypatch.setenv("CLIPS", "clips")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="clips")
        yield client


def test_a_clip_becomes_a_small_film_and_what_is_none_an_error(s3, tmp_path):
    s3.upload_file(str(APP / "clip.gif"), "clips", "clips/a ball.gif")
    s3.put_object(Bucket="clips", Key="clips/page.mov", Body=b"no film")
    module = runpy.run_path(str(APP / "clip.py"))
    assert module["handle"](event("clips/a+ball.gif"), None) is None
    s3.download_file("clips", "small/a ball.mp4", str(tmp_path / "made.mp4"))
    printed = subprocess.run(
        [module["FFMPEG"], "-i", tmp_path / "made.mp4"], capture_output=True, text=True, check=False
    ).stderr
    assert "Video: h264" in printed
    assert ", 640x480" in printed
    with pytest.raises(subprocess.CalledProcessError):
        module["handle"](event("clips/page.mov"), None)
    kept = [each["Key"] for each in s3.list_objects_v2(Bucket="clips", Prefix="small/")["Contents"]]
    assert kept == ["small/a ball.mp4"]
