"""Transcodes short clips; what FFmpeg cannot read comes back, and then to the dead-letter queue."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote_plus

import boto3
import imageio_ffmpeg

s3, CLIPS = boto3.client("s3"), os.environ["CLIPS"]
SMALL = ("-vf", "scale=-2:480", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac")
# Files of a layer may have lost the right to be executed.
[PACKED] = Path(imageio_ffmpeg.__file__).parent.glob("binaries/ffmpeg-linux-*")
FFMPEG = shutil.copy(PACKED, Path(tempfile.mkdtemp()) / "ffmpeg")
FFMPEG.chmod(0o755)


def handle(event, context):
    for message in event["Records"]:
        for record in json.loads(message["body"]).get("Records", []):
            transcode(unquote_plus(record["s3"]["object"]["key"]))


def transcode(key):
    with tempfile.TemporaryDirectory() as folder:
        clip, small = Path(folder) / "clip", Path(folder) / "small.mp4"
        s3.download_file(CLIPS, key, str(clip))
        command = [FFMPEG, "-v", "error", "-i", clip, *SMALL, "-movflags", "+faststart", small]
        subprocess.run(command, check=True, timeout=240)
        s3.upload_file(str(small), CLIPS, f"small/{Path(key).stem}.mp4")
