"""The inventory table, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.inventory import Delivery
from runtime.dynamodb.rows import from_item, to_item
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.dynamodb.transactions import TransactionCancelled, transact_write
from runtime.environment import environment
from services.inventory.app.domain import (
    RELEASED,
    RESERVED,
    BlockedReservation,
    OrderRow,
    ReceivedDelivery,
    Rejection,
    ReservationTrigger,
    Stock,
    quantities,
    rejection,
    reservation,
)
from services.inventory.app.rows import delivery_key, item_key, order_key, order_row

inventory = Table(environment("INVENTORY_TABLE"))

NEW = "attribute_not_exists(#pk)"


def stock_of(item_id: str) -> Stock | None:
    """The stock of an item; None if it was never delivered."""
    item = inventory.get(item_key(item_id))
    return None if item is None else from_item(Stock, item)


def reserve(trigger: ReservationTrigger) -> tuple[OrderRow, bool]:
    """Reserve all lines of an order or none; the first outcome of an order is final.

    Returns the row of the order, and whether this call wrote it.
    """
    wanted, new = quantities(trigger.lines), reservation(trigger)
    put = inventory.put_request({**order_key(trigger.order_id), **to_item(new)}, when=NEW)
    updates = [
        inventory.update_request(
            item_key(item),
            "SET #available = #available - :taken",
            {"taken": count},
            when="#available >= :taken",
        )
        for item, count in wanted.items()
    ]
    try:
        transact_write([("Put", put), *(("Update", update) for update in updates)])
    except TransactionCancelled as cancelled:
        failed = cancelled.failed_conditions
        if failed[0].index == 0:
            return order_row(_present(failed[0].item)), False
        items = list(wanted)
        short = {items[f.index - 1]: (f.item or {}).get("available", 0) for f in failed}
        return _reject(rejection(trigger, short))
    return new, True


def release(order_id: str) -> bool:
    """Release the stock of an order, once; returns whether this call did.

    For an order that has no row, one is written by which nothing is reserved later.
    """
    item = inventory.get(order_key(order_id))
    if item is None:
        return _block(order_id)
    row = order_row(item)
    if isinstance(row, Rejection) or row.status != RESERVED:
        return False
    returns = [
        ("Update", inventory.update_request(item_key(name), "ADD #available :back", {"back": n}))
        for name, n in row.lines.items()
    ]
    mark = inventory.update_request(
        order_key(order_id),
        "SET #status = :released",
        {"released": RELEASED, "reserved": RESERVED},
        when="#status = :reserved",
    )
    try:
        transact_write([("Update", mark), *returns])
    except TransactionCancelled:
        return False
    return True


def receive(delivery: Delivery) -> ReceivedDelivery | None:
    """Add a delivery to the stock; returns its row if it was added before, else None."""
    new = ReceivedDelivery(lines=quantities(delivery.lines))
    key = delivery_key(delivery.delivery_id)
    adds = [
        ("Update", inventory.update_request(item_key(item), "ADD #available :more", {"more": n}))
        for item, n in new.lines.items()
    ]
    try:
        transact_write([("Put", inventory.put_request({**key, **to_item(new)}, when=NEW)), *adds])
    except TransactionCancelled as cancelled:
        return from_item(ReceivedDelivery, _present(cancelled.failed_conditions[0].item))
    return None


def _reject(row: Rejection) -> tuple[OrderRow, bool]:
    former = _put_order(row.order_id, to_item(row))
    return (row, True) if former is None else (order_row(former), False)


def _block(order_id: str) -> bool:
    former = _put_order(order_id, to_item(BlockedReservation()))
    return True if former is None else release(order_id)


def _put_order(order_id: str, item: Item) -> Mapping[str, Any] | None:
    """Write the row of an order unless it has one; returns that one."""
    try:
        inventory.put({**order_key(order_id), **item}, when=NEW)
    except ConditionFailed as failed:
        return _present(failed.item)
    return None


def _present(item: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The row that made a condition fail, which DynamoDB answers with."""
    if item is None:
        raise LookupError("a condition failed of a row that is not there")
    return item
