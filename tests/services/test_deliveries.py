"""Tests of counting what comes in."""

from __future__ import annotations

import pytest

from services.inventory.app import receive_delivery
from tests.fakes.invocations import called, http_event
from tests.services.inventory_helpers import deliver, reserve, stock
from tests.services.sample_messages import number, placed


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


def test_a_delivery_that_keeps_colliding_may_be_sent_again(aws):
    aws.dynamodb.collisions = 6
    assert deliver(disc=1)[0] == 503
    assert deliver(disc=1)[0] == 201


@pytest.mark.parametrize("body", ["", "{", "null", "[]", '"text"'])
def test_a_delivery_must_be_json(aws, body):
    event = http_event(user="agent", groups=["agents"], body=body)
    assert called(receive_delivery.handle, event)[0] == 400
