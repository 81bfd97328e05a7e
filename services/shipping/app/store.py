"""The shipments table, and the only code that accesses it."""

from __future__ import annotations

from runtime.dynamodb.fan_in import FanIn
from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.dynamodb.table import Table
from runtime.environment import environment
from services.shipping.app.domain import (
    BOOKED,
    BOOKING,
    CANCELLED,
    BlockedShipment,
    ShipmentChange,
    ShipmentRow,
)
from services.shipping.app.rows import read

table = Table(environment("SHIPMENTS_TABLE"))

shipments = LifecycleTable[ShipmentRow](table=table, key="orderId", read=read)

deliveries = FanIn(
    table=table,
    key="orderId",
    expected="parcels",
    completed="delivered",
    completed_at="fulfilledAt",
)


def cancel(order_id: str, at: str) -> tuple[ShipmentRow, bool]:
    """Cancel the shipment of an order, or prevent that one is booked if there is none yet.

    Returns the shipment, and whether this call cancelled it; one that failed stays as it is.
    """
    shipment, is_new = shipments.insert(BlockedShipment(order_id=order_id, at=at))
    if shipment.status in (BOOKING, BOOKED):
        change = ShipmentChange(status=CANCELLED)
        return shipments.transition(order_id, change, sources=(BOOKING, BOOKED))
    return shipment, is_new
