"""Accounts of a campaign: money, stock, parcels and notices against the orders of a stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.orders import Tokens, ask
from bench.partners import Books
from cli.shop.client import HttpError, Shop


@dataclass
class Accounts:
    """Sums over all orders, money in cents, and what does not add up."""

    ordered: int = 0
    charged: int = 0
    refunded: int = 0
    kept: int = 0
    stock: int = 0
    left: int = 0
    sold: int = 0
    reserved: int = 0
    parcels: int = 0
    notices: int = 0
    problems: list[str] = field(default_factory=list)


def compare(
    shop: Shop,
    tokens: Tokens,
    placed: dict[str, tuple[str, int]],
    stock: dict[str, int],
    books: Books,
) -> Accounts:
    """The accounts of the orders ``placed`` (item and quantity by id), from ``stock`` by item."""
    found = Accounts(stock=sum(stock.values()))
    notices: Counter[tuple[str, str]] = Counter(
        (notice["orderId"], notice["kind"])
        for token in tokens.customers
        for notice in all_notices(shop, token)
    )
    sold: Counter[str] = Counter()
    for order_id, (item, quantity) in placed.items():
        order = ask(shop, "orders", f"/orders/{order_id}", tokens.agent)
        if order["status"] == "CONFIRMED":
            sold[item] += quantity
        found.problems += [
            f"order {order_id} is {order['status']}: {problem}"
            for problem in [
                *money(order, found, books),
                *parcel(shop, tokens.agent, order, found, books),
                *noticed(order, notices),
            ]
        ]
    found.notices = sum(count for (order, _), count in notices.items() if order in placed)
    compare_stock(shop, placed, stock, sold, found)
    return found


def money(order: dict[str, Any], found: Accounts, books: Books) -> Iterator[str]:
    """What the processor took and gave back for an order."""
    order_id, total = order["orderId"], order["totalCents"]
    charged, refunded = books.charged[order_id], books.refunded[order_id]
    confirmed = order["status"] == "CONFIRMED"
    found.ordered += total if confirmed else 0
    found.charged += charged
    found.refunded += refunded
    found.kept += charged - refunded
    if books.charges[order_id] > 1:
        yield f"charged {books.charges[order_id]} times"
    if charged - refunded != (total if confirmed else 0):
        yield f"{charged} cents were taken and {refunded} given back, of {total}"


def parcel(
    shop: Shop, agent: str, order: dict[str, Any], found: Accounts, books: Books
) -> Iterator[str]:
    """What the carrier has of an order, and what the services say of it."""
    order_id, confirmed = order["orderId"], order["status"] == "CONFIRMED"
    on_its_way = books.booked[order_id] > 0 and order_id not in books.cancelled
    found.parcels += on_its_way
    if books.booked[order_id] > 1:
        yield f"booked {books.booked[order_id]} times"
    if confirmed != on_its_way:
        yield f"booked {books.booked[order_id]}, called off {order_id in books.cancelled}"
    payment = status_of(shop, "payments", f"/payments/{order_id}", agent)
    shipment = status_of(shop, "shipping", f"/shipments/{order_id}", agent)
    if confirmed != (payment == "COMPLETED") or confirmed != (shipment == "BOOKED"):
        yield f"its payment is {payment}, its shipment {shipment}"


def noticed(order: dict[str, Any], notices: Counter[tuple[str, str]]) -> Iterator[str]:
    """The notices of an order: one, of its end."""
    kind = "OrderConfirmed" if order["status"] == "CONFIRMED" else "OrderCancelled"
    counts = {named: n for (order_id, named), n in notices.items() if order_id == order["orderId"]}
    if counts != {kind: 1}:
        yield f"its notices are {counts}"


def compare_stock(
    shop: Shop,
    placed: dict[str, tuple[str, int]],
    stock: dict[str, int],
    sold: Counter[str],
    found: Accounts,
) -> None:
    """What there was is what is left, sold and reserved for orders that have not ended."""
    found.problems += [f"{item}: sold, and never in stock" for item in sold if item not in stock]
    held = reservations(shop)
    for item, initial in stock.items():
        left = ask(shop, "inventory", f"/stock/{item}")["available"]
        reserved = sum(lines.get(item, 0) for order, lines in held.items() if order in placed)
        found.left += left
        found.sold += sold[item]
        found.reserved += reserved - sold[item]
        if initial != left + reserved:
            found.problems.append(
                f"{item}: {initial} in stock, now {left}, and {reserved} reserved"
            )
        if reserved != sold[item]:
            found.problems.append(f"{item}: {reserved} reserved, and {sold[item]} sold")


def reservations(shop: Shop) -> dict[str, dict[str, int]]:
    """The quantities by item that are reserved, by order, as the inventory has them."""
    client = shop.client("dynamodb")
    [table] = [n for n in client.list_tables()["TableNames"] if n.startswith("inventory-")]
    pages = client.get_paginator("scan").paginate(TableName=table)
    rows = [row for page in pages for row in page["Items"]]
    return {
        row["pk"]["S"].removeprefix("order#"): {
            item: int(count["N"]) for item, count in row["lines"]["M"].items()
        }
        for row in rows
        if row["pk"]["S"].startswith("order#") and row["status"]["S"] == "RESERVED"
    }


def all_notices(shop: Shop, token: str) -> list[dict[str, Any]]:
    """Every notice of a customer."""
    found: list[dict[str, Any]] = []
    path = "/notices?limit=100"
    while True:
        page = ask(shop, "notifications", path, token)
        found += page["notices"]
        if not page.get("nextToken"):
            return found
        path = f"/notices?limit=100&nextToken={page['nextToken']}"


def status_of(shop: Shop, service: str, path: str, token: str) -> str | None:
    """The status of a payment or a shipment, if there is one."""
    try:
        return str(ask(shop, service, path, token)["status"])
    except HttpError as error:
        if error.status == 404:
            return None
        raise
