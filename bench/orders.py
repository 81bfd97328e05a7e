"""Orders of a campaign, placed from several clients at once."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from cli.shop.client import HttpError, Shop
from cli.shop.sign_in import AGENTS

CLIENTS, CUSTOMERS = 6, 12
ATTEMPTS = 20
PRICE_CENTS = 1_000
STOCK, SOLD_OUT = {"disc": 100_000}, "sold-out"
# Of ten orders.
KINDS = (
    *[{"paymentMethod": "card"}] * 6,
    {"paymentMethod": "card-declined"},
    {"paymentMethod": "card", "shipTo": "AQ"},
    {"paymentMethod": "card", "item": SOLD_OUT},
    {"paymentMethod": "card"},
)


@dataclass
class Placed:
    """Item and quantity of each order that was accepted, and how many never were."""

    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    refused: int = 0


class Tokens:
    """Signed-in users, by number."""

    def __init__(self, shop: Shop) -> None:
        self.agent = shop.sign_in("agent", AGENTS)
        self.customers = [shop.sign_in(f"customer-{n}") for n in range(CUSTOMERS)]


def stock(shop: Shop, agent: str) -> None:
    """Two items in the catalogue, of which one is in stock."""
    lines = [{"itemId": item, "quantity": count} for item, count in STOCK.items()]
    for item in (*STOCK, SOLD_OUT):
        body = {"name": "A CD", "priceCents": PRICE_CENTS}
        shop.request("PUT", "catalog", f"/items/{item}", agent, body)
    shop.request("POST", "inventory", "/deliveries", agent, {"deliveryId": "first", "lines": lines})


def place_all(
    shop: Shop, tokens: Tokens, orders: int, placed: Placed, advance: Callable[[], object]
) -> None:
    """Place orders from several clients, and call ``advance`` after each."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in pool.map(lambda number: place(shop, tokens, number, placed), range(orders)):
            advance()


def place(shop: Shop, tokens: Tokens, number: int, placed: Placed) -> None:
    """Place one order, with the same key until it is accepted."""
    kind = dict(KINDS[number % len(KINDS)])
    item, quantity = kind.pop("item", "disc"), 1 + number % 3
    body = {**kind, "lines": [{"itemId": item, "quantity": quantity}]}
    token, key = tokens.customers[number % CUSTOMERS], str(uuid.uuid4())
    for _ in range(ATTEMPTS):
        try:
            found = shop.request("POST", "orders", "/orders", token, body, Idempotency_Key=key)
        except HttpError as error:
            if error.status < 500:
                raise
            time.sleep(0.5)
            continue
        placed.lines[found["orderId"]] = (item, quantity)
        return
    placed.refused += 1


def ask(shop: Shop, service: str, path: str, token: str | None = None) -> Any:
    """The answer to a GET request, which is made again where a busy stage answers 5xx."""
    for _ in range(ATTEMPTS):
        try:
            return shop.request("GET", service, path, token)
        except HttpError as error:
            if error.status < 500:
                raise
            failed = error
            time.sleep(0.5)
    raise failed
