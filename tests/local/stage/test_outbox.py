"""A row that the publisher of an outbox cannot read, on a deployed stage."""

from __future__ import annotations

import time
import uuid
from typing import Any

from cli.shop.client import Shop
from tests.flows.shopping import ordered, settled, stocked
from tests.local.deployed import Deployed

CONSUMER = "orders-publish-changes"
# Cold functions of a saga on a busy machine; a shard that is held up would be so for a day.
SECONDS = 20


def table_of(shop: Shop) -> str:
    names = shop.client("dynamodb").list_tables()["TableNames"]
    [name] = [each for each in names if each.startswith("orders-orders-table")]
    return str(name)


def copied(shop: Shop, order: str) -> tuple[str, dict[str, Any]]:
    """A new order like another one: its id, and its row, which is not in the table yet."""
    key = {"orderId": {"S": order}}
    row = shop.client("dynamodb").get_item(TableName=table_of(shop), Key=key)["Item"]
    new = str(uuid.uuid4())
    for name in ("saga", "openShard"):
        row.pop(name, None)
    changed = {"orderId": {"S": new}, "status": {"S": "PLACED"}, "correlationId": {"S": new}}
    return new, {**row, **changed, "timeline": {"M": {}}}


def test_a_row_that_cannot_be_decoded_holds_up_no_other_and_is_published_after_a_fix(
    deployed: Deployed, shop: Shop, agent: str
) -> None:
    customer, item = shop.sign_in("outbox"), stocked(shop, agent, 5)
    first = ordered(shop, customer, item, 1)
    order, row = copied(shop, first["orderId"])
    bad = {name: value for name, value in row.items() if name != "units"}
    put = shop.client("dynamodb").put_item
    put(TableName=table_of(shop), Item=bad)

    started = time.monotonic()
    assert ordered(shop, customer, item, 1)["status"] == "CONFIRMED"
    assert time.monotonic() - started < SECONDS

    listed = deployed.checkout.platform("dead-letters", CONSUMER)
    assert f"{CONSUMER}-dead-letters" in listed.stdout, listed.stdout
    assert ": 1, since " in listed.stdout
    assert "units" in listed.stdout

    put(TableName=table_of(shop), Item=row)
    reason = "the row has units again"
    redriven = deployed.checkout.platform("redrive", CONSUMER, "--reason", reason)
    assert redriven.returncode == 0, redriven.stdout
    assert redriven.stdout.startswith(f"moved 2 to {CONSUMER}-function"), redriven.stdout
    assert redriven.stdout.endswith(": 0\n"), redriven.stdout
    assert settled(shop, customer, order)["status"] == "CONFIRMED"
