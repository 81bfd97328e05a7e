"""The shipments table, and the only code that touches it; a status is changed, never put back."""

from __future__ import annotations

from runtime.dynamodb.fan_in import FanIn
from runtime.dynamodb.table import ConditionFailed, Table
from runtime.environment import environment
from services.shipping.app.domain import BOOKED, BOOKING, CANCELLED, Shipment

shipments = Table(environment("SHIPMENTS_TABLE"))

arrivals = FanIn(
    table=shipments,
    key="orderId",
    expected="parcels",
    completed="delivered",
    completed_at="fulfilledAt",
)


def find(order_id: str) -> Shipment | None:
    """The shipment of an order, if anybody spoke of it."""
    return shipments.get({"orderId": order_id})


def begin(shipment: Shipment) -> tuple[Shipment, bool]:
    """Write a shipment down unless there is one; returns what stands, and whether it is new."""
    try:
        shipments.put(shipment, when="attribute_not_exists(#orderId)")
    except ConditionFailed as failed:
        return failed.item or _there(shipment["orderId"]), False
    return shipment, True


def move(shipment: Shipment, before: tuple[str, ...], news: Shipment) -> tuple[Shipment, bool]:
    """Write what is new of a shipment that has one of these statuses; returns as ``begin`` does."""
    change = "SET " + ", ".join(f"#{name} = :{name}" for name in news)
    when = " OR ".join(f"#status = :{status.lower()}" for status in before)
    key, values = {"orderId": shipment["orderId"]}, {status.lower(): status for status in before}
    try:
        return shipments.update(key, change, {**values, **news}, when=when), True
    except ConditionFailed as failed:
        return failed.item or _there(shipment["orderId"]), False


def call_off(order_id: str, at: str) -> tuple[Shipment, bool]:
    """Have no carrier booked for an order any more, known or not; returns as ``begin`` does."""
    shipment, is_new = begin({"orderId": order_id, "status": CANCELLED, "at": at})
    if shipment["status"] in (BOOKING, BOOKED):
        return move(shipment, (BOOKING, BOOKED), {"status": CANCELLED})
    return shipment, is_new


def _there(order_id: str) -> Shipment:
    shipment = find(order_id)
    if shipment is None:
        raise LookupError(f"the shipment of order {order_id} is gone")
    return shipment
