"""How the items of the shipments table and of its stream are read."""

from __future__ import annotations

from runtime.dynamodb.rows import from_item
from runtime.dynamodb.table import Item
from services.shipping.app.domain import BlockedShipment, Shipment, ShipmentRow


def read(item: Item) -> ShipmentRow:
    """An item as a row: one without a customer prevents a shipment."""
    return from_item(Shipment, item) if "userId" in item else from_item(BlockedShipment, item)
