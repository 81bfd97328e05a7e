"""Notifications: one notice to the customer when an order has ended, a welcome to a new user, and
one notice of each change of a profile.
"""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.users import UserRegistered, UserUpdated
from microservice.microservice import Microservice


def define(service: Microservice) -> None:
    """A topic with a queue for each channel, so that a channel that fails delays no other."""
    notices = service.table("notices", TableArgs(key="userId", sort="noticeId"))
    idempotency = service.table("idempotency", TableArgs(key="pk", ttl="ttl"))
    channels = service.on.messages("notices", {"file_notice": [notices.create("NOTICES_TABLE")]})
    once = idempotency.read_write("IDEMPOTENCY_TABLE")
    publishes = [channels.topic.publish("NOTICES_TOPIC"), once]
    reads = [notices.read("NOTICES_TABLE")]

    service.http_api(
        Route.get("/notices", service.function("list_notices", uses=reads)),
    )
    noticed = [OrderConfirmed, OrderCancelled, UserRegistered, UserUpdated]
    service.on.events("notify_customer", noticed, uses=publishes)
    if service.settings.partner_webhook is not None:
        ends = [OrderConfirmed, OrderCancelled]
        service.on.webhook("tell_partner", ends, service.settings.partner_webhook)
