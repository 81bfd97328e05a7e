from __future__ import annotations

import pytest

from contracts.commands import ReservationRequested
from contracts.inventory import InventoryReserved
from contracts.orders import CHOREOGRAPHY, OrderPlaced
from microservice.card import Card
from microservice.event_pattern import check_subscribed, pattern_of


def test_a_pattern_has_the_sources_and_types_of_the_events():
    assert pattern_of([OrderPlaced, InventoryReserved]) == {
        "source": ["inventory", "orders"],
        "detail-type": ["InventoryReserved", "OrderPlaced"],
    }


def test_a_pattern_may_ask_for_values_of_a_field_as_it_travels():
    pattern = pattern_of([OrderPlaced], {"mode": ("saga",), "ship_to": ("GB", "IE")})
    assert pattern["detail"] == {"data": {"mode": ["saga"], "shipTo": ["GB", "IE"]}}


def test_a_field_that_only_some_of_the_events_have_may_be_absent_in_the_others():
    pattern = pattern_of([OrderPlaced, ReservationRequested], {"mode": CHOREOGRAPHY})
    assert pattern["detail"] == {"data": {"mode": ["choreography", {"exists": False}]}}


def test_a_field_that_no_event_has_is_refused():
    with pytest.raises(
        ValueError, match=r"OrderPlaced cannot ask for mood; the events have .*mode"
    ):
        pattern_of([OrderPlaced], {"mood": ("sad",)})


def test_an_event_that_the_card_does_not_list_is_refused():
    card = Card(
        name="a",
        type_token="",
        capability="",
        context="",
        team="",
        owns=(),
        subscribes={OrderPlaced: ()},
    )
    check_subscribed(card, [OrderPlaced])
    with pytest.raises(
        ValueError, match=r"a subscribes to InventoryReserved, .* does not list under subscribes"
    ):
        check_subscribed(card, [OrderPlaced, InventoryReserved])
