"""Tests of the columns that a contract gives a table of the data lake."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.columns import columns_of
from contracts.contract import Contract
from contracts.orders import OrderConfirmed, OrderPlaced, PlaceOrder


@dataclass(frozen=True, kw_only=True)
class Sale(Contract):
    gift: bool
    note: str | None = None


def test_a_column_has_the_name_of_its_field_and_the_type_that_glue_has_for_it():
    assert columns_of(OrderConfirmed) == {
        "order_id": "string",
        "user_id": "string",
        "placed_at": "string",
        "ordered_on": "date",
        "units": "bigint",
        "total_cents": "bigint",
    }


def test_an_optional_field_is_a_column_too():
    assert columns_of(Sale) == {"gift": "boolean", "note": "string"}


@pytest.mark.parametrize("contract", [OrderPlaced, PlaceOrder])
def test_a_list_is_no_column(contract):
    with pytest.raises(
        ValueError, match="lines must be text, number, truth value or date, got tup"
    ):
        columns_of(contract)
