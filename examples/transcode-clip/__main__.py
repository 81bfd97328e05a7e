"""Clips: a function with FFmpeg makes a small film of each, for those of a few minutes."""

from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.compute.function import FunctionArgs
from components.compute.wheels import wheel_layer
from components.messaging.queue_worker import QueueWorkerArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute

# Of the function and its layer: FFmpeg is machine code.
MACHINE = "x86_64"

clips = Bucket("clips", BucketArgs(expiration_days=30))
ffmpeg = aws.lambda_.LayerVersion(
    "ffmpeg", layer_name="ffmpeg", code=wheel_layer(Path("ffmpeg.lock"), MACHINE)
)
transcode = FunctionArgs(
    handler="clip.handle",
    code="app",
    memory=3008,
    memory_reason="FFmpeg encodes on more than one vCPU",
    timeout=300,
    architecture=MACHINE,
    layers=(ffmpeg,),
    uses=(clips.read("CLIPS", "clips/"), clips.write(prefix="small/")),
)
worker = QueueWorkerArgs(function=transcode, batch_size=1)
routes = {"clip": ObjectRoute(worker=worker, prefix="clips/")}
account = aws.get_caller_identity().account_id
ObjectNotifications("clips", ObjectNotificationsArgs(bucket=clips, account=account, routes=routes))
pulumi.export("clips", clips.name)
