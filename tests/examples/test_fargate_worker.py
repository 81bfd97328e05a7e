"""The container of the example fargate-service: a job is hidden while it takes, then deleted."""

from __future__ import annotations

import json
import runpy
import subprocess
from pathlib import Path
from typing import Any

import boto3
import pytest

from settings import ROOT

WORKER = ROOT / "examples/fargate-service/app/worker.py"
JOB = {"Body": json.dumps({"key": "uploads/film.mov"}), "ReceiptHandle": "r1"}


class Aws:
    """Answers as SQS and S3, with one job; ``calls`` are their names and what is looked at."""

    def __init__(self, ended: Any) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.ended, self.jobs = ended, [JOB]

    def receive_message(self, **_: Any) -> dict[str, Any]:
        if not self.jobs:
            self.ended.set()
            return {}
        return {"Messages": [self.jobs.pop()]}

    def download_file(self, bucket: str, key: str, path: str) -> None:
        self.calls.append(("download", (bucket, key)))
        Path(path).write_bytes(b"film")

    def upload_file(self, path: str, bucket: str, key: str) -> None:
        self.calls.append(("upload", (Path(path).read_bytes(), bucket, key)))

    def delete_message(self, **given: Any) -> None:
        self.calls.append(("delete", given["ReceiptHandle"]))

    def change_message_visibility(self, **given: Any) -> None:
        self.calls.append(("hide", given["VisibilityTimeout"]))


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """The module and what it calls; ``ffmpeg`` is the part that transcodes."""
    for name, value in (
        ("JOBS_QUEUE", "q"),
        ("VIDEOS_BUCKET", "videos"),
        ("TMPDIR", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    module = runpy.run_path(str(WORKER))
    aws = Aws(module["ended"])
    monkeypatch.setattr(boto3, "client", lambda _: aws)
    monkeypatch.setattr("signal.signal", lambda *_: None)

    def run(ffmpeg) -> list[tuple[str, Any]]:
        monkeypatch.setattr(subprocess, "run", lambda command, **_: ffmpeg(command))
        module["main"]()
        return aws.calls

    run.module, run.calls = module, aws.calls  # type: ignore[attr-defined]
    return run


def copy(command):
    source, target = command[-2:]
    target.write_bytes(source.read_bytes().upper())


def test_a_video_is_transcoded_and_its_job_deleted(worker):
    assert worker(copy) == [
        ("download", ("videos", "uploads/film.mov")),
        ("upload", (b"FILM", "videos", "transcoded/film.mp4")),
        ("delete", "r1"),
    ]


def test_a_job_that_fails_stays_in_the_queue(worker):
    def fail(command):
        raise subprocess.CalledProcessError(1, command)

    with pytest.raises(subprocess.CalledProcessError):
        worker(fail)
    assert [name for name, _ in worker.calls] == ["download"]


def test_a_job_is_hidden_for_as_long_as_it_takes(worker):
    module = worker.module
    module["main"].__globals__["HIDDEN_SECONDS"] = 0.03

    def slow(command):
        while ("hide", 0.03) not in worker.calls:
            pass
        copy(command)

    names = [name for name, _ in worker(slow)]
    assert names.index("hide") < names.index("upload")
