"""Takes one job after another, as {"key": "uploads/a.mov"}, and transcodes its video."""

import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import boto3

HIDDEN_SECONDS = 120
ended = threading.Event()


def transcode(bucket, key):
    """Store an MP4 of the video beside the uploads, by the same name."""
    source, target = (Path(os.environ["TMPDIR"], name) for name in ("source", "target.mp4"))
    s3 = boto3.client("s3")
    s3.download_file(bucket, key, str(source))
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-i", source, target], check=True)
    s3.upload_file(str(target), bucket, f"transcoded/{Path(key).stem}.mp4")


def keep_hidden(sqs, message, done):
    """No other task gets a job while it takes, however long that is."""
    while not done.wait(HIDDEN_SECONDS / 3):
        sqs.change_message_visibility(**message, VisibilityTimeout=HIDDEN_SECONDS)


def main():
    sqs, queue = boto3.client("sqs"), os.environ["JOBS_QUEUE"]
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    while not ended.is_set():
        for job in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20).get("Messages", []):
            message = {"QueueUrl": queue, "ReceiptHandle": job["ReceiptHandle"]}
            done = threading.Event()
            threading.Thread(target=keep_hidden, args=(sqs, message, done)).start()
            try:
                transcode(os.environ["VIDEOS_BUCKET"], json.loads(job["Body"])["key"])
                sqs.delete_message(**message)
            finally:
                done.set()


if __name__ == "__main__":
    main()
