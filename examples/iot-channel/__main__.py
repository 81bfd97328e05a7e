"""Scores: clients publish what they scored, and a function sends each its best."""

import pulumi

from components.compute.function import FunctionArgs
from components.data.table import Table, TableArgs
from components.realtime.iot_channel import IotChannel, IotChannelArgs

table = Table("scores", TableArgs(key="clientId"))
keep = FunctionArgs(
    handler="keep.handle", code="app", preset="io", uses=(table.read_write("SCORES_TABLE"),)
)
channel = IotChannel("scores-channel", IotChannelArgs(prefix="scores", function=keep))

pulumi.export("tableName", table.name)
pulumi.export("policyName", channel.client_policy.name)
pulumi.export("deadLettersUrl", channel.dead_letter_queue.url)
