"""Tests of putting goods aside, giving them back, and counting what comes in."""

from __future__ import annotations

import pytest

from services.inventory.app import (
    get_stock,
    receive_delivery,
    release_stock,
    reserve_stock,
    store,
)
from services.runtime.attributes import unmarshalled
from tests.fakes.invocations import bus_body, called, delivered, http_event
from tests.services.orders_of import number, placed, refused


def deliver(delivery="d1", user="agent", groups=("agents",), **items):
    lines = [{"itemId": item, "quantity": quantity} for item, quantity in items.items()]
    body = {"deliveryId": delivery, "lines": lines}
    return called(receive_delivery.handle, http_event(user=user, groups=groups, body=body))


def stock(item):
    status, body = called(get_stock.handle, http_event(path={"itemId": item}))
    return body["available"] if status == 200 else status


def reserve(*orders):
    return delivered(reserve_stock.handle, *[bus_body(order) for order in orders])


def release(*events):
    return delivered(release_stock.handle, *[bus_body(event) for event in events])


def announced(aws):
    return [(event["detail-type"], event["detail"]["data"]) for event in aws.events.told()]


def test_a_delivery_can_be_ordered(aws):
    status, body = deliver(disc=3, book=2)
    assert (status, body) == (201, {"deliveryId": "d1", "received": {"disc": 3, "book": 2}})
    assert (stock("disc"), stock("book")) == (3, 2)


def test_a_delivery_counts_once(aws):
    deliver(disc=3)
    assert deliver(disc=3)[0] == 200
    assert stock("disc") == 3


def test_a_delivery_that_comes_with_other_lines_is_refused(aws):
    deliver(disc=3)
    assert deliver(disc=4)[0] == 422
    assert stock("disc") == 3


def test_only_agents_receive_deliveries(aws):
    assert deliver(user="ann", groups=(), disc=1)[0] == 403
    assert deliver(user=None, disc=1)[0] == 401


def test_an_item_that_never_came_in_has_no_stock(aws):
    assert stock("ghost") == 404


def test_lines_that_name_an_item_twice_add_up(aws):
    lines = [{"itemId": "disc", "quantity": 1}] * 2
    body = {"deliveryId": "d", "lines": lines}
    called(receive_delivery.handle, http_event(user="a", groups=["agents"], body=body))
    assert stock("disc") == 2
    assert reserve(placed(number(1), ("disc", 1, 5), ("disc", 1, 5))) == []
    assert stock("disc") == 0


def test_an_order_takes_its_goods(aws):
    deliver(disc=3)
    assert reserve(placed(number(1), ("disc", 2, 1500))) == []
    assert stock("disc") == 1
    assert announced(aws) == [
        (
            "InventoryReserved",
            {
                "orderId": number(1),
                "userId": "ann",
                "totalCents": 3000,
                "paymentMethod": "card",
            },
        )
    ]


def test_an_order_beyond_the_stock_takes_nothing_and_says_what_is_short(aws):
    deliver(disc=3, book=5)
    assert reserve(placed(number(1), ("book", 1, 10), ("disc", 4, 10), ("ghost", 1, 10))) == []
    assert (stock("disc"), stock("book")) == (3, 5)
    [(name, data)] = announced(aws)
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
    [(_, data)] = announced(aws)
    assert data["reason"].endswith("and 87 more")
    assert len(data["shortages"]) == 90


def test_an_order_told_twice_takes_its_goods_once_and_is_answered_twice(aws):
    deliver(disc=3)
    assert reserve(placed(), placed()) == []
    assert stock("disc") == 2
    assert [name for name, _ in announced(aws)] == ["InventoryReserved"] * 2


def test_an_order_that_was_short_stays_short(aws):
    reserve(placed())
    deliver(disc=5)
    reserve(placed())
    assert [name for name, _ in announced(aws)] == ["InventoryFailed"] * 2
    assert announced(aws)[1][1]["shortages"][0]["available"] == 0
    assert stock("disc") == 5


def test_the_last_one_goes_to_one_order_only(aws):
    deliver(disc=1)
    reserve(placed(number(1)), placed(number(2)))
    assert [name for name, _ in announced(aws)] == ["InventoryReserved", "InventoryFailed"]
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


def test_a_delivery_that_keeps_colliding_may_be_sent_again(aws):
    aws.dynamodb.collisions = 6
    assert deliver(disc=1)[0] == 503
    assert deliver(disc=1)[0] == 201


def test_an_answer_that_was_not_announced_is_announced_when_the_message_returns(aws):
    deliver(disc=1)
    aws.events.refusals = 3
    assert reserve(placed()) == ["m0"]
    assert reserve(placed()) == []
    assert [name for name, _ in announced(aws)] == ["InventoryReserved"]
    assert stock("disc") == 0


def test_a_refused_payment_gives_the_goods_back_once(aws):
    deliver(disc=3)
    reserve(placed(number(1), ("disc", 2, 5)))
    assert release(refused(number(1)), refused(number(1))) == []
    assert stock("disc") == 3


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


def test_a_release_that_comes_first_keeps_the_order_from_taking_anything(aws):
    deliver(disc=3)
    assert release(refused()) == []
    assert reserve(placed()) == []
    assert stock("disc") == 3
    assert announced(aws) == []


def test_a_released_order_is_not_announced_as_reserved_again(aws):
    deliver(disc=1)
    reserve(placed())
    release(refused())
    reserve(placed())
    assert [name for name, _ in announced(aws)] == ["InventoryReserved"]
    assert stock("disc") == 1


def test_an_order_of_ninety_items_is_one_transaction(aws):
    items = {f"item-{n}": 1 for n in range(90)}
    deliver(**items)
    assert reserve(placed(number(1), *[(item, 1, 1) for item in items])) == []
    assert stock("item-89") == 0
    rows = [unmarshalled(row) for row in aws.dynamodb.rows("inventory")]
    assert all(row.get("available", 0) == 0 for row in rows)


@pytest.mark.parametrize("body", ["", "{", "null", "[]", '"text"'])
def test_a_delivery_must_be_json(aws, body):
    event = http_event(user="agent", groups=["agents"], body=body)
    assert called(receive_delivery.handle, event)[0] == 400
