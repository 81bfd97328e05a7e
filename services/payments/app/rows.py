"""How the items of the payments table are read."""

from __future__ import annotations

from runtime.dynamodb.rows import from_item
from runtime.dynamodb.table import Item
from services.payments.app.domain import BlockedPayment, Payment, PaymentRow


def read(item: Item) -> PaymentRow:
    """An item as a row: one without a customer prevents a payment."""
    return from_item(Payment, item) if "userId" in item else from_item(BlockedPayment, item)
