"""Readings: what devices measure becomes records of a stream, and a function keeps the extremes."""

import pulumi

from components.compute.function import FunctionArgs
from components.data.table import Table, TableArgs
from components.realtime.iot_channel import IotChannel, IotChannelArgs
from components.streams.stream import Stream
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

table = Table("extremes", TableArgs(key="clientId"))
readings = Stream("readings")
channel = IotChannel("sensors", IotChannelArgs(prefix="sensors", clients="thing", stream=readings))
StreamWorker(
    "keep-extremes",
    StreamWorkerArgs(
        stream=readings,
        function=FunctionArgs(
            handler="extremes.handle",
            code="app",
            preset="io",
            uses=(table.read_write("EXTREMES_TABLE"),),
        ),
        filters=({"data": {"celsius": [{"numeric": [">", 30]}]}},),
    ),
)

pulumi.export("tableName", table.name)
pulumi.export("streamName", readings.name)
pulumi.export("policyName", channel.client_policy.name)
