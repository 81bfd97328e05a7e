"""Goods put aside and given back in any order, at once and again: none is lost, none made up."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.dynamodb.attributes import deserialize_item
from services.inventory.app import release_stock, reserve_stock
from tests.fakes.invocations import published_events
from tests.services.crossing import Crossing
from tests.services.inventory_helpers import deliver
from tests.services.sample_messages import (
    number,
    placed,
    refunded,
    refused,
    release_requested,
    reservation_requested,
)

ITEMS = ("disc", "book")

lines = st.lists(st.tuples(st.sampled_from(ITEMS), st.integers(1, 3), st.just(5)), min_size=1)
undone = st.sets(st.sampled_from(["refused", "refunded", "requested"]))
orders = st.lists(st.tuples(lines, st.booleans(), undone), min_size=1, max_size=5)


def undoing(order_id, reason, mode):
    return {
        "refused": refused(order_id, mode=mode),
        "refunded": refunded(order_id, mode=mode),
        "requested": release_requested(order_id),
    }[reason]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=orders, stock=st.integers(1, 6), seed=st.integers(0, 2**32))
def test_what_is_there_and_what_is_put_aside_is_what_came_in(aws, wanted, stock, seed):
    crossing = Crossing(aws, seed)
    deliver(**dict.fromkeys(ITEMS, stock))
    for place, (wants, by_saga, reasons) in enumerate(wanted):
        order_id, mode = number(place), "saga" if by_saga else "choreography"
        asked = reservation_requested if by_saga else placed
        crossing.send(reserve_stock, asked(order_id, *wants))
        for reason in reasons:
            crossing.send(release_stock, undoing(order_id, reason, mode))
    crossing.run()

    rows = {row["pk"]: row for row in map(deserialize_item, aws.dynamodb.rows("inventory"))}
    aside = Counter()
    published = {(name, data["orderId"]) for name, data in published_events(aws)}
    for place, (_, _, reasons) in enumerate(wanted):
        order_id, record = number(place), rows[f"order#{number(place)}"]
        assert record["status"] in (("FAILED", "RELEASED") if reasons else ("RESERVED", "FAILED"))
        if record["status"] == "RESERVED":
            aside.update(record["lines"])
            assert ("InventoryReserved", order_id) in published
        if record["status"] == "FAILED":
            assert ("InventoryFailed", order_id) in published
            assert ("InventoryReserved", order_id) not in published
        assert (("InventoryReleased", order_id) in published) == bool(reasons)
    for item in ITEMS:
        assert rows[f"item#{item}"]["available"] == stock - aside[item] >= 0
