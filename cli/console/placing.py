"""Placing: orders of each outcome, and an event that no consumer can read, on a local stage."""

from __future__ import annotations

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from cli.shop.client import HttpError, Shop
from cli.shop.sign_in import AGENTS
from cli.stage.account import Account
from local.checkout import LocalError

MOST_ORDERS = 50
AT_ONCE = 4
ITEM, RARE, PRICE_CENTS = "console-item", "console-rare-item", 1295
TRANSFER_WITHIN_SECONDS = 60
POLL_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Kind:
    """An order that ends in one way: the body that makes it so, and what is said of the transfer.

    The bodies are the test switches of ``docs/http-api.md``.
    """

    title: str
    body: dict[str, Any] = field(default_factory=dict)
    item: str = ITEM
    quantity: int = 1
    transfer: str | None = None


KINDS = {
    "confirmed": Kind(title="An order that is confirmed"),
    "transfer": Kind(
        title="An order whose transfer arrives",
        body={"paymentMethod": "transfer"},
        transfer="received",
    ),
    "refused": Kind(
        title="Failure: the bank refuses the transfer",
        body={"paymentMethod": "transfer"},
        transfer="refused",
    ),
    "declined": Kind(
        title="Failure: the card is declined", body={"paymentMethod": "card-declined"}
    ),
    "no-carrier": Kind(title="Failure: no carrier goes there", body={"shipTo": "AQ"}),
    "no-stock": Kind(title="Failure: more is wanted than there is in stock", item=RARE, quantity=2),
}
BROKEN = "broken-event"
TITLES = {key: kind.title for key, kind in KINDS.items()} | {
    BROKEN: "Failure: an event that breaks its contract, for the dead-letter queues"
}


@dataclass(frozen=True)
class Placed:
    """The ids of the orders of a kind that were placed; none for a broken event."""

    kind: str
    orders: tuple[str, ...] = ()


def place(account: Account, kind: str, count: int) -> Placed:
    """Place orders of a kind; raises ``LocalError`` for a stage on AWS, whose users are people."""
    if not account.endpoint:
        raise LocalError(f"{account.stage} is on AWS: its orders are placed by its own users")
    if kind not in TITLES:
        raise LocalError(f"kind must be one of {', '.join(TITLES)}, got {kind!r}")
    if not 1 <= count <= MOST_ORDERS:
        raise LocalError(f"count must be from 1 to {MOST_ORDERS}, got {count}")
    shop = Shop(account.stage, account.region, account.endpoint)
    if kind == BROKEN:
        for _ in range(count):
            _publish_broken(shop)
        return Placed(kind)
    wanted = KINDS[kind]
    _stock(shop, wanted, count)
    customer = shop.sign_in("console-customer")
    body = {"lines": [{"itemId": wanted.item, "quantity": wanted.quantity}], **wanted.body}

    def one(_: int) -> str:
        key = str(uuid.uuid4())
        answer = shop.request("POST", "orders", "/orders", customer, body, Idempotency_Key=key)
        return str(answer["orderId"])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Placed(kind, tuple(pool.map(one, range(count))))


def settle(account: Account, placed: Placed) -> None:
    """Say what became of the transfers of orders, once their payments wait for them."""
    outcome = KINDS[placed.kind].transfer if placed.kind in KINDS else None
    if outcome is None:
        return
    shop = Shop(account.stage, account.region, account.endpoint)
    agent, deadline = shop.sign_in("console-agent", AGENTS), time.monotonic()
    deadline += TRANSFER_WITHIN_SECONDS
    for order in placed.orders:
        while not _recorded(shop, agent, order, outcome) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)


def _recorded(shop: Shop, agent: str, order: str, outcome: str) -> bool:
    """Whether the payments service has taken the outcome; it may not know the order yet."""
    try:
        shop.request("POST", "payments", f"/payments/{order}/transfer", agent, {"outcome": outcome})
    except HttpError as error:
        if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT):
            return False
        raise
    return True


def _stock(shop: Shop, kind: Kind, count: int) -> None:
    """Have the item of a kind in the catalog, and in stock unless the order must fail for it."""
    agent = shop.sign_in("console-agent", AGENTS)
    item = {"name": f"Console: {kind.item}", "priceCents": PRICE_CENTS}
    shop.request("PUT", "catalog", f"/items/{kind.item}", agent, item)
    if kind.item == ITEM:
        lines = [{"itemId": ITEM, "quantity": count * kind.quantity}]
        delivery = {"deliveryId": str(uuid.uuid4()), "lines": lines}
        shop.request("POST", "inventory", "/deliveries", agent, delivery)


def _publish_broken(shop: Shop) -> None:
    """``OrderConfirmed`` without its data, as a fault of its publisher would make it."""
    shop.client("events").put_events(
        Entries=[
            {
                "EventBusName": shop.parameter("platform", "bus-name"),
                "Source": "orders",
                "DetailType": "OrderConfirmed",
                "Detail": json.dumps({"metadata": {}, "data": {}}),
            }
        ]
    )
