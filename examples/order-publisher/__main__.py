"""Orders: published to a topic, whose branches choose by event-type; a bus feeds analytics."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.streams.stream import Stream
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

CREATED = {"event-type": ["order-created"]}
PLACED = {"source": ["orders"], "detail-type": ["OrderPlaced"]}
ORDER = {"orderId": "$.detail.orderId", "user": "$.detail.user"}

seen, stream = Table("seen", TableArgs(key="branch", sort="orderId")), Stream("placed")
bus = EventBus("orders", EventBusArgs(name="order-publisher", archive_days=1))


def code(handler, grant, branch="", preset="io"):
    named = {"BRANCH": branch}
    given = {"handler": handler, "preset": preset, "uses": (grant,), "environment": named}
    return FunctionArgs(code="app", **given)


def keep(branch):
    return code("branches.keep", seen.create("SEEN_TABLE"), branch)


def queued(function):
    return Branch(worker=QueueWorkerArgs(function=function), filter_policy=CREATED)


relay = code("branches.relay", bus.publish("BUS", sources=("orders",)))
branches = {"inventory": queued(keep("inventory")), "payment": queued(keep("payment"))}
direct = {"email": Branch(function=keep("email"), filter_policy=CREATED), "bus": queued(relay)}
topic = FanOut("orders", FanOutArgs(branches={**branches, **direct})).topic
publish = code("publisher.handle", topic.publish("NOTIFICATION_TOPIC_ARN"), preset="api")
route = Route.post("/orders", Function("publish", publish), public=True)
api = HttpApi("orders", HttpApiArgs(routes=(route,)))
EventRule("placed", EventRuleArgs(bus_name=bus.name, pattern=PLACED, stream=stream, input=ORDER))
StreamWorker("analytics", StreamWorkerArgs(stream=stream, function=keep("analytics")))
pulumi.export("url", api.url)
pulumi.export("topicArn", topic.arn)
pulumi.export("tableName", seen.name)
