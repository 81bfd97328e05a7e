"""Orders and stock: two services of the microservices blueprint, each with its own table."""

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.patterns import MICROSERVICES
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

PLACED = {"source": ["orders"], "detail-type": ["OrderPlaced"]}


def code(handler, grant, preset="io"):
    return FunctionArgs(handler=handler, code="app", preset=preset, uses=(grant,))


with Blueprint("app", BlueprintArgs(pattern=MICROSERVICES)) as app:
    part = ResourceOptions(parent=app)
    bus = EventBus("app", EventBusArgs(name="blueprint-bus", archive_days=7), part)
    orders = Table("orders", TableArgs(key="id", stream=True), part)
    place = Function("place", code("orders.place", orders.write("ORDERS_TABLE"), "api"), part)
    routes = (Route.post("/orders", place, public=True),)
    api = HttpApi("orders", HttpApiArgs(routes=routes), part)
    publish = code("orders.publish", bus.publish("BUS", sources=("orders",)))
    StreamWorker("publish", StreamWorkerArgs(table=orders, function=publish), part)
    aws.ssm.Parameter("endpoint", type="String", value=api.url, opts=part)
    stock = Table("stock", TableArgs(key="item"), part)
    worker = QueueWorkerArgs(function=code("stock.reserve", stock.write("STOCK_TABLE")))
    wanted = EventSubscriptionArgs(bus_name=bus.name, pattern=PLACED, worker=worker)
    EventSubscription("reserve", wanted, part)

pulumi.export("url", api.url)
pulumi.export("stockTable", stock.name)
