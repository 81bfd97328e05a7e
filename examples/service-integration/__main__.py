"""Service A publishes what happens to its entities; services B and C consume it by rules."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.queue import Queue
from components.messaging.queue_worker import QueueWorkerArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

CREATED = {"source": ["service.a"], "detail-type": ["EntityCreated"]}
ENDS = {"detail-type": ["EntityRemoved", "Step1Completed"]}
WHAT = {"what": "$.detail-type", "id": "$.detail.id"}

bus = EventBus("app", EventBusArgs(name="app-bus", archive_days=7))
entities, seen = Table("entities", TableArgs(key="id", stream=True)), Queue("seen")


def code(handler, grant, preset="io"):
    return FunctionArgs(handler=handler, code="app", preset=preset, uses=(grant,))


def consume(name, function):
    worker = QueueWorkerArgs(function=function)
    args = EventSubscriptionArgs(bus_name=bus.name, pattern=CREATED, worker=worker)
    EventSubscription(name, args)


write = Function("a-write", code("service_a.write", entities.write("ENTITIES_TABLE"), "api"))
api = HttpApi("a", HttpApiArgs(routes=(Route.post("/entities", write, public=True),)))
publish = code("service_a.publish", bus.publish("BUS", sources=("service.a",)))
StreamWorker("a-publish", StreamWorkerArgs(table=entities, function=publish))
consume("b-created", code("service_b.created", bus.publish("BUS", sources=("service.step1",))))
consume("c-created", code("service_c.created", seen.send("SEEN_QUEUE")))
EventRule("ends", EventRuleArgs(bus_name=bus.name, pattern=ENDS, queue=seen, input=WHAT))
pulumi.export("url", api.url)
pulumi.export("queueUrl", seen.url)
