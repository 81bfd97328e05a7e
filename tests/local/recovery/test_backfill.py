from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from cli.shop.client import Shop
from cli.shop.sign_in import AGENTS
from tests.flows.shopping import available, ordered, quiet, stocked, until
from tests.local.deployed import Deployed
from tests.local.recovery.conftest import SETTINGS, WITH, WITHOUT

CONSUMER = "analytics-count-order"
PROBE = "replays-probe"


@contextmanager
def probed(shop: Shop) -> Iterator[str]:
    """A queue that consumes every replay, of any consumer; its URL."""
    events, sqs = shop.client("events"), shop.client("sqs")
    bus, url = shop.parameter("platform", "bus-name"), sqs.create_queue(QueueName=PROBE)["QueueUrl"]
    asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    pattern = json.dumps({"replay-name": [{"exists": True}]})
    events.put_rule(Name=PROBE, EventBusName=bus, EventPattern=pattern)
    target = {"Id": PROBE, "Arn": asked["Attributes"]["QueueArn"]}
    events.put_targets(Rule=PROBE, EventBusName=bus, Targets=[target])
    try:
        yield url
    finally:
        events.remove_targets(Rule=PROBE, EventBusName=bus, Ids=[PROBE])
        events.delete_rule(Name=PROBE, EventBusName=bus)
        sqs.delete_queue(QueueUrl=url)


def consumer(shop: Shop, url: str) -> list[dict[str, Any]]:
    """The events in a queue, in the order in which they came."""
    found: list[dict[str, Any]] = []
    receive = {"QueueUrl": url, "MaxNumberOfMessages": 10}
    while messages := shop.client("sqs").receive_message(**receive).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
    return found


# It runs on a schedule, whatever else is done.
SCHEDULED = "orders-sweep-orders"


def handled(shop: Shop) -> Counter[str]:
    """How many messages each function has handled, by its log."""
    logs, found = shop.client("logs"), Counter[str]()
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=name, filterPattern='"outcome":"succeeded"'
        )
        found[name.rpartition("-logs")[0]] = sum(len(page["events"]) for page in pages)
    found.pop(SCHEDULED, None)
    return found


def ours(shop: Shop, customer: str, item: str) -> dict[str, Any]:
    """What one customer's orders have led to, outside of analytics."""
    orders = shop.request("GET", "orders", "/orders", customer)["orders"]
    return {
        "orders": orders,
        "notices": shop.request("GET", "notifications", "/notices", customer),
        "stock": available(shop, item),
        "payments": [
            shop.request("GET", "payments", f"/payments/{order['orderId']}", customer)
            for order in orders
        ],
    }


def total(shop: Shop, agent: str) -> tuple[int, int, int]:
    """Orders, units and cents that analytics has counted."""
    report = shop.request("GET", "analytics", "/purchases", agent)["total"]
    return report["orders"], report["units"], report["cents"]


def test_an_hour_is_replayed_in_order_to_one_consumer_and_no_other(
    stage: Deployed,
) -> None:
    shop, checkout = stage.shop, stage.checkout
    agent, customer = shop.sign_in("agent", AGENTS), shop.sign_in("customer")
    item = stocked(shop, agent, 20, cents=500)
    placed = [ordered(shop, customer, item, quantity) for quantity in (1, 2, 3)]
    assert [order["status"] for order in placed] == ["CONFIRMED"] * 3
    quiet(shop)
    before_it_came = datetime.now(UTC).replace(microsecond=0)

    checkout.edit(SETTINGS, WITHOUT, WITH)
    up = checkout.platform("up")
    assert up.returncode == 0, up.stdout
    first = (1, 2, 2590)
    # The order that ``up`` places to try the stage is counted as it happens.
    assert until(lambda: total(shop, agent), lambda found: found[0] > 0) == first
    quiet(shop)
    others, story = handled(shop), ours(shop, customer, item)

    with probed(shop) as probe:
        until_then = ("--since", "1h", "--until", before_it_came.isoformat())
        backfilled = checkout.platform("backfill", CONSUMER, *until_then)
        assert backfilled.returncode == 0, backfilled.stdout
        assert f"are with {CONSUMER}" in backfilled.stdout
        replayed = consumer(shop, probe)

    # Those of the customer, and the first order of the stage's first ``up``.
    past = (3 + 1, 6 + 2, 6 * 500 + 2590)
    expected = tuple(old + new for old, new in zip(past, first, strict=True))
    assert until(lambda: total(shop, agent), lambda found: found[0] >= expected[0]) == expected

    quiet(shop)
    assert ours(shop, customer, item) == story
    assert handled(shop) - others == Counter({CONSUMER: 4})

    # The bus's clock counts seconds; the services' own counts milliseconds.
    times = [event["time"] for event in replayed]
    assert times == sorted(times)
    confirmed = [e["detail"] for e in replayed if e["detail-type"] == "OrderConfirmed"]
    moments = [sealed["metadata"]["occurredAt"] for sealed in confirmed]
    assert moments == sorted(moments)
    ids = [sealed["data"]["orderId"] for sealed in confirmed]
    assert ids[1:] == [order["orderId"] for order in placed]
