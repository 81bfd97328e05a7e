"""Clicks: a page sends them to an API; a bucket keeps them all, a function sees the orders."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults
from components.objects.bucket import Bucket, BucketArgs
from components.streams.delivery_stream import DeliveryStream, DeliveryStreamArgs
from components.streams.stream import Stream
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

defaults = Defaults(cors_origins=("https://example.com",), throttle_rate=10, throttle_burst=20)
clicks, kept = Stream("clicks"), Bucket("kept", BucketArgs(expiration_days=30))


def function(handler, preset, *uses):
    return FunctionArgs(handler=handler, code="app", preset=preset, uses=uses, defaults=defaults)


record = Function("record", function("record.handle", "api", clicks.put("STREAM")))
route = Route.post("/clicks", record, public=True)
api = HttpApi("clicks", HttpApiArgs(routes=(route,), defaults=defaults))
DeliveryStream("keep", DeliveryStreamArgs(source=clicks, bucket=kept, buffering_seconds=60))
orders = StreamWorker(
    "orders",
    StreamWorkerArgs(
        stream=clicks,
        function=function("orders.handle", "io"),
        filters=({"data": {"action": ["ordered"]}},),
    ),
)

pulumi.export("url", api.url)
pulumi.export("bucketName", kept.name)
pulumi.export("logs", orders.function.log_group.name)
