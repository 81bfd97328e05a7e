"""Rows: orders written to the orders table, in a mode that the stage does not give to new ones."""

from __future__ import annotations

import uuid
from typing import Any

from cli.shop.client import Shop
from cli.shop.sign_in import Token
from cli.stage.account import Account
from contracts.codec import decode
from contracts.envelope import now
from contracts.orders import Mode, PlaceOrder
from runtime.dynamodb.attributes import serialize_item
from runtime.dynamodb.rows import to_item
from services.orders.app.domain import new_order

TABLE = "orders-orders-table"


def written(shop: Shop, account: Account, mode: Mode, token: str, body: dict[str, Any]) -> str:
    """Write the row that ``POST /orders`` would write, but in this mode; returns the order's id.

    All that follows starts from the table's stream, as for every order.
    """
    asked = decode(PlaceOrder, body)
    order = new_order(
        asked,
        {line.item_id: price_of(shop, line.item_id) for line in asked.lines},
        user_id=Token.of(token).claims["sub"],
        key=str(uuid.uuid4()),
        mode=mode,
        at=now(),
        correlation_id=str(uuid.uuid4()),
    )
    item = serialize_item(to_item(order))
    account.client("dynamodb").put_item(TableName=table_of(account), Item=item)
    return order.order_id


def price_of(shop: Shop, item: str) -> int:
    """The price of an item of the catalogue, in cents."""
    return int(shop.request("GET", "catalog", f"/items/{item}")["priceCents"])


def table_of(account: Account) -> str:
    """The name of the stage's orders table."""
    names = [arn.rpartition("/")[2] for arn in account.tagged("dynamodb:table")]
    [name] = [name for name in names if name.startswith(TABLE)]
    return name
