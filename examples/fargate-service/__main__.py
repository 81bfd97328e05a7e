"""Videos are transcoded by FFmpeg in a container: one may take longer than a function may run."""

import pulumi

from components.containers.fargate_service import FargateService, FargateServiceArgs
from components.containers.image_repository import ImageRepository, ImageRepositoryArgs
from components.containers.task import ContainerTask
from components.messaging.queue import Queue, QueueArgs
from components.network.network import Network, NetworkArgs
from components.objects.bucket import Bucket

network = Network("videos", NetworkArgs(zones=("eu-west-1a", "eu-west-1b"), nat="single"))
videos = Bucket("videos")
jobs = Queue("jobs", QueueArgs(visibility_timeout_seconds=120))
images = ImageRepository("transcode-images", ImageRepositoryArgs(context="app"))
task = ContainerTask(
    image=images.image(),
    uses=(
        jobs.consume("JOBS_QUEUE"),
        videos.read("VIDEOS_BUCKET", "uploads/"),
        videos.write("VIDEOS_BUCKET", "transcoded/"),
    ),
    cpu=1024,
    memory=2048,
    scratch_gb=50,
    stop_seconds=120,
)
transcode = FargateService(
    "transcode", FargateServiceArgs(workload="long", task=task, network=network)
)

pulumi.export("bucket", videos.name)
pulumi.export("queue", jobs.url)
pulumi.export("logs", transcode.log_group.name)
