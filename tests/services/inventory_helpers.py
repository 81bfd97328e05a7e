"""Calls of the inventory handlers, for tests: deliver, read, reserve and release stock."""

from __future__ import annotations

from services.inventory.app import get_stock, receive_delivery, release_stock, reserve_stock
from tests.fakes.invocations import bus_body, called, delivered, http_event


def deliver(delivery="d1", user="agent", groups=("agents",), **items):
    lines = [{"itemId": item, "quantity": quantity} for item, quantity in items.items()]
    body = {"deliveryId": delivery, "lines": lines}
    return called(receive_delivery.handle, http_event(user=user, groups=groups, body=body))


def stock(item):
    status, body = called(get_stock.handle, http_event(path={"itemId": item}))
    return body["available"] if status == 200 else status


def reserve(*orders):
    return delivered(reserve_stock.handle, *[bus_body(order) for order in orders])


def release(*events):
    return delivered(release_stock.handle, *[bus_body(event) for event in events])
