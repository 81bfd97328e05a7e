"""Shipments: a function that consumes one type of event from a bus."""

import pulumi

from components.compute.function import FunctionArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.queue_worker import QueueWorkerArgs

bus = EventBus("shop", EventBusArgs(name="shop", archive_days=7))

shipments = EventSubscription(
    "book-shipment",
    EventSubscriptionArgs(
        bus_name=bus.name,
        pattern={"source": ["orders"], "detail-type": ["OrderPlaced"]},
        worker=QueueWorkerArgs(
            function=FunctionArgs(handler="book_shipment.handle", code="app", preset="io")
        ),
    ),
)

pulumi.export("busName", bus.name)
pulumi.export("logs", shipments.function.log_group.name)
