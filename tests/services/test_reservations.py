"""Tests of putting goods aside for orders, and giving them back."""

from __future__ import annotations

from runtime.dynamodb.attributes import deserialize_item
from services.inventory.app import store
from tests.fakes.invocations import published_events
from tests.services.inventory_helpers import deliver, release, reserve, stock
from tests.services.sample_messages import (
    number,
    placed,
    refunded,
    refused,
    release_requested,
    reservation_requested,
)


def test_an_order_takes_its_goods(aws):
    deliver(disc=3)
    assert reserve(placed(number(1), ("disc", 2, 1500))) == []
    assert stock("disc") == 1
    assert published_events(aws) == [
        (
            "InventoryReserved",
            {
                "orderId": number(1),
                "userId": "ann",
                "units": 2,
                "totalCents": 3000,
                "paymentMethod": "card",
                "shipTo": "GB",
                "mode": "choreography",
            },
        )
    ]


def test_an_order_beyond_the_stock_takes_nothing_and_says_what_is_short(aws):
    deliver(disc=3, book=5)
    assert reserve(placed(number(1), ("book", 1, 10), ("disc", 4, 10), ("ghost", 1, 10))) == []
    assert (stock("disc"), stock("book")) == (3, 5)
    [(name, data)] = published_events(aws)
    assert name == "InventoryFailed"
    assert data["shortages"] == [
        {"itemId": "disc", "wanted": 4, "available": 3},
        {"itemId": "ghost", "wanted": 1, "available": 0},
    ]
    assert data["reason"] == (
        "too little of disc (wanted 4, available 3), ghost (wanted 1, available 0)"
    )


def test_the_reason_of_a_large_shortage_stays_readable(aws):
    reserve(placed(number(1), *[(f"item-{n:050}", 1000, 1) for n in range(90)]))
    [(_, data)] = published_events(aws)
    assert data["reason"].endswith("and 87 more")
    assert len(data["shortages"]) == 90


def test_an_order_delivered_twice_reserves_its_stock_once_and_is_answered_twice(aws):
    deliver(disc=3)
    assert reserve(placed(), placed()) == []
    assert stock("disc") == 2
    assert [name for name, _ in published_events(aws)] == ["InventoryReserved"] * 2


def test_an_order_that_was_short_stays_short(aws):
    reserve(placed())
    deliver(disc=5)
    reserve(placed())
    assert [name for name, _ in published_events(aws)] == ["InventoryFailed"] * 2
    assert published_events(aws)[1][1]["shortages"][0]["available"] == 0
    assert stock("disc") == 5


def test_the_last_one_goes_to_one_order_only(aws):
    deliver(disc=1)
    reserve(placed(number(1)), placed(number(2)))
    assert [name for name, _ in published_events(aws)] == ["InventoryReserved", "InventoryFailed"]
    assert stock("disc") == 0


def test_a_short_collision_is_waited_out(aws):
    deliver(disc=1)
    aws.dynamodb.collisions = 3
    assert reserve(placed()) == []
    assert stock("disc") == 0


def test_a_long_collision_leaves_the_message_in_the_queue(aws):
    deliver(disc=1)
    aws.dynamodb.collisions = 6
    assert reserve(placed()) == ["m0"]
    assert stock("disc") == 1
    assert reserve(placed()) == []
    assert stock("disc") == 0


def test_an_answer_that_was_not_published_is_published_when_the_message_returns(aws):
    deliver(disc=1)
    aws.events.failures = 3
    assert reserve(placed()) == ["m0"]
    assert reserve(placed()) == []
    assert [name for name, _ in published_events(aws)] == ["InventoryReserved"]
    assert stock("disc") == 0


def test_a_refused_payment_gives_the_goods_back_once(aws):
    deliver(disc=3)
    reserve(placed(number(1), ("disc", 2, 5)))
    assert release(refused(number(1)), refused(number(1))) == []
    assert stock("disc") == 3
    answer = ("InventoryReleased", {"orderId": number(1), "mode": "choreography"})
    assert published_events(aws)[1:] == [answer] * 2


def test_two_who_release_at_once_give_the_goods_back_once(aws, monkeypatch):
    deliver(disc=3)
    reserve(placed(number(1), ("disc", 2, 5)))
    stale = store.inventory.get({"pk": f"order#{number(1)}"})
    release(refused(number(1)))
    with monkeypatch.context() as patched:
        patched.setattr(store.inventory, "get", lambda key: stale)
        assert not store.release(number(1))
    assert stock("disc") == 3


def test_a_refused_payment_of_a_short_order_gives_nothing_back(aws):
    deliver(disc=1)
    reserve(placed(number(1), ("disc", 2, 5)))
    assert release(refused(number(1))) == []
    assert stock("disc") == 1
    reserve(placed(number(1), ("disc", 2, 5)))
    names = [name for name, _ in published_events(aws)]
    assert names == ["InventoryFailed", "InventoryReleased", "InventoryFailed"]


def test_a_release_that_comes_first_keeps_the_order_from_taking_anything(aws):
    deliver(disc=3)
    assert release(refused()) == []
    assert reserve(placed()) == []
    assert stock("disc") == 3
    assert [name for name, _ in published_events(aws)] == ["InventoryReleased"]


def test_a_released_order_is_not_published_as_reserved_again(aws):
    deliver(disc=1)
    reserve(placed())
    release(refused())
    reserve(placed())
    assert [name for name, _ in published_events(aws)] == ["InventoryReserved", "InventoryReleased"]
    assert stock("disc") == 1


def test_a_refund_gives_the_goods_back(aws):
    deliver(disc=3)
    reserve(placed(number(1), ("disc", 2, 5)))
    assert release(refunded(number(1))) == []
    assert stock("disc") == 3


def test_what_the_saga_asks_for_is_answered_as_the_saga_s(aws):
    deliver(disc=3)
    wanted = reservation_requested(number(1), ("disc", 2, 1500), ship_to="DE")
    assert reserve(wanted, wanted) == []
    assert stock("disc") == 1
    [(name, data), again] = published_events(aws)
    assert (name, data) == again
    assert (name, data["mode"], data["units"], data["shipTo"]) == (
        "InventoryReserved",
        "saga",
        2,
        "DE",
    )


def test_a_shortage_of_the_saga_is_the_saga_s(aws):
    assert reserve(reservation_requested()) == []
    [(name, data)] = published_events(aws)
    assert (name, data["mode"]) == ("InventoryFailed", "saga")


def test_the_saga_s_release_is_answered_however_often_it_asks(aws):
    deliver(disc=3)
    reserve(reservation_requested(number(1), ("disc", 2, 5)))
    assert release(release_requested(number(1)), release_requested(number(1))) == []
    assert stock("disc") == 3
    answer = ("InventoryReleased", {"orderId": number(1), "mode": "saga"})
    assert published_events(aws)[1:] == [answer] * 2


def test_a_request_that_comes_after_its_release_takes_nothing_and_is_not_answered(aws):
    deliver(disc=3)
    assert release(release_requested()) == []
    assert reserve(reservation_requested()) == []
    assert stock("disc") == 3
    assert [name for name, _ in published_events(aws)] == ["InventoryReleased"]


def test_a_release_that_was_not_published_is_published_when_the_message_returns(aws):
    deliver(disc=1)
    reserve(placed())
    aws.events.failures = 3
    assert release(refused()) == ["m0"]
    assert release(refused()) == []
    assert [name for name, _ in published_events(aws)] == ["InventoryReserved", "InventoryReleased"]
    assert stock("disc") == 1


def test_an_order_of_ninety_items_is_one_transaction(aws):
    items = {f"item-{n}": 1 for n in range(90)}
    deliver(**items)
    assert reserve(placed(number(1), *[(item, 1, 1) for item in items])) == []
    assert stock("item-89") == 0
    rows = [deserialize_item(row) for row in aws.dynamodb.rows("inventory")]
    assert all(row.get("available", 0) == 0 for row in rows)
