"""The inventory table, and the only code that touches it: items, orders and deliveries in one."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.inventory import Delivery
from runtime.dynamodb.table import ConditionFailed, Table
from runtime.dynamodb.transactions import TransactionCancelled, transact_write
from runtime.environment import environment
from services.inventory.app.domain import (
    RELEASED,
    RESERVED,
    Order,
    Record,
    quantities,
    rejection,
    reservation,
)

inventory = Table(environment("INVENTORY_TABLE"))

NEW = "attribute_not_exists(#pk)"


def available(item_id: str) -> int | None:
    """How many of an item there are for the next order; nothing if it never came in."""
    item = inventory.get(_item(item_id))
    return None if item is None else int(item["available"])


def reserve(order: Order) -> tuple[Record, bool]:
    """Put all lines aside or none, and write down which; the first outcome is the outcome.

    Returns what is written, and whether this call wrote it.
    """
    wanted = quantities(order.lines)
    record = {**_order(order.order_id), **reservation(order)}
    takes = [
        inventory.update_request(
            _item(item),
            "SET #available = #available - :taken",
            {"taken": count},
            when="#available >= :taken",
        )
        for item, count in wanted.items()
    ]
    try:
        transact_write(
            [("Put", inventory.put_request(record, when=NEW)), *(("Update", t) for t in takes)]
        )
    except TransactionCancelled as cancelled:
        failed = cancelled.failed_conditions
        if failed[0].index == 0:
            return _recorded(order.order_id), False
        items = list(wanted)
        short = {items[f.index - 1]: (f.item or {}).get("available", 0) for f in failed}
        return _reject({**_order(order.order_id), **rejection(order, short)})
    return record, True


def release(order_id: str) -> bool:
    """Give back what was put aside for an order, once; says whether this call did.

    An order that is not known yet is marked, so that nothing is put aside for it later.
    """
    record = inventory.get(_order(order_id))
    if record is None:
        return _mark_released(order_id)
    if record["status"] != RESERVED:
        return False
    returns = [
        ("Update", inventory.update_request(_item(item), "ADD #available :back", {"back": count}))
        for item, count in record["lines"].items()
    ]
    mark = inventory.update_request(
        _order(order_id),
        "SET #status = :released",
        {"released": RELEASED, "reserved": RESERVED},
        when="#status = :reserved",
    )
    try:
        transact_write([("Update", mark), *returns])
    except TransactionCancelled:
        return False
    return True


def receive(delivery: Delivery) -> Record | None:
    """Add a delivery to what is available; returns its record if it was counted before."""
    lines = quantities(delivery.lines)
    record = {**_delivery(delivery.delivery_id), "lines": lines}
    adds = [
        ("Update", inventory.update_request(_item(item), "ADD #available :more", {"more": count}))
        for item, count in lines.items()
    ]
    try:
        transact_write([("Put", inventory.put_request(record, when=NEW)), *adds])
    except TransactionCancelled as cancelled:
        return dict(
            cancelled.failed_conditions[0].item
            or inventory.get(_delivery(delivery.delivery_id))
            or {}
        )
    return None


def _reject(record: Record) -> tuple[Record, bool]:
    try:
        inventory.put(record, when=NEW)
    except ConditionFailed:
        return _recorded(record["orderId"]), False
    return record, True


def _mark_released(order_id: str) -> bool:
    try:
        inventory.put({**_order(order_id), "status": RELEASED, "lines": {}}, when=NEW)
    except ConditionFailed:
        return release(order_id)
    return True


def _recorded(order_id: str) -> Record:
    record = inventory.get(_order(order_id))
    if record is None:
        raise LookupError(f"the record of order {order_id} is gone")
    return record


def _item(item_id: str) -> Mapping[str, str]:
    return {"pk": f"item#{item_id}"}


def _order(order_id: str) -> Mapping[str, str]:
    return {"pk": f"order#{order_id}"}


def _delivery(delivery_id: str) -> Mapping[str, str]:
    return {"pk": f"delivery#{delivery_id}"}
