"""Tests of rows: dataclasses to items and back."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.limits import Ge
from contracts.violation import ContractViolation
from runtime.dynamodb.attributes import deserialize_item, serialize_item
from runtime.dynamodb.rows import RowPage, from_item, from_page, to_item
from runtime.dynamodb.table import Page, Table


@dataclass(frozen=True, kw_only=True)
class Line:
    item_id: str
    quantity: Annotated[int, Ge(1)]
    unit_price: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Order:
    order_id: str
    status: Literal["PLACED", "CONFIRMED"]
    ordered_on: date
    total_cents: int
    is_paid: bool
    lines: tuple[Line, ...]
    timeline: dict[str, str]
    by_item: dict[str, Line]
    notes: list[str] = field(default_factory=list)
    parcels: frozenset[str] = frozenset()
    largest: Line | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderBefore:
    """What ``Order`` was before some fields were added."""

    order_id: str
    total_cents: int


TEXTS = st.text(max_size=5)
# As many digits as DynamoDB holds, in the range that it holds.
DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, places=9)
LINES = st.builds(
    Line, item_id=TEXTS, quantity=st.integers(1, 10**9), unit_price=st.none() | DECIMALS
)
ORDERS = st.builds(
    Order,
    order_id=TEXTS,
    status=st.sampled_from(["PLACED", "CONFIRMED"]),
    ordered_on=st.dates(),
    total_cents=st.integers(-(10**37), 10**37),
    is_paid=st.booleans(),
    lines=st.lists(LINES, max_size=3).map(tuple),
    timeline=st.dictionaries(TEXTS, TEXTS, max_size=3),
    by_item=st.dictionaries(TEXTS, LINES, max_size=2),
    notes=st.lists(TEXTS, max_size=2),
    parcels=st.frozensets(TEXTS, max_size=3),
    largest=st.none() | LINES,
    reason=st.none() | TEXTS,
)
ORDER = Order(
    order_id="order-1",
    status="PLACED",
    ordered_on=date(1997, 1, 31),
    total_cents=1295,
    is_paid=False,
    lines=(Line(item_id="disc", quantity=1, unit_price=Decimal("12.95")),),
    timeline={"placed": "2026-11-21T12:00:00.000Z"},
    by_item={},
)


@given(ORDERS)
def test_a_row_is_read_as_it_was_written(order):
    stored = serialize_item(to_item(order))
    assert from_item(Order, deserialize_item(stored)) == order


@given(ORDERS)
def test_a_row_is_stored_under_the_names_of_its_fields_and_without_what_is_none(order):
    stored = serialize_item(to_item(order))
    named = {
        "orderId": order.order_id,
        "largest": order.largest,
        "parcels": order.parcels or None,
        "reason": order.reason,
    }
    assert all((name in stored) == (value is not None) for name, value in named.items())
    assert len(stored) == len(fields(Order)) - sum(value is None for value in named.values())


def test_an_item_has_the_types_of_dynamodb():
    assert serialize_item(to_item(ORDER)) == {
        "orderId": {"S": "order-1"},
        "status": {"S": "PLACED"},
        "orderedOn": {"S": "1997-01-31"},
        "totalCents": {"N": "1295"},
        "isPaid": {"BOOL": False},
        "lines": {
            "L": [
                {
                    "M": {
                        "itemId": {"S": "disc"},
                        "quantity": {"N": "1"},
                        "unitPrice": {"N": "12.95"},
                    }
                }
            ]
        },
        "timeline": {"M": {"placed": {"S": "2026-11-21T12:00:00.000Z"}}},
        "byItem": {"M": {}},
        "notes": {"L": []},
    }


def test_a_decimal_that_is_whole_stays_a_decimal():
    line = Line(item_id="disc", quantity=1, unit_price=Decimal("12.00"))
    read = from_item(Line, deserialize_item(serialize_item(to_item(line))))
    assert type(read.unit_price) is Decimal


def test_a_row_goes_through_a_table(aws):
    orders = Table("orders")
    orders.put(to_item(ORDER))
    item = orders.update({"orderId": "order-1"}, "SET #reason = :reason", {"reason": "late"})
    assert from_item(Order, item).reason == "late"


def test_attributes_without_a_field_are_ignored():
    assert from_item(OrderBefore, {**to_item(ORDER), "pk": "order#1", "ttl": 5}) == OrderBefore(
        order_id="order-1", total_cents=1295
    )


def test_unknown_attributes_of_nested_rows_are_ignored_too():
    item = to_item(ORDER)
    item["lines"][0]["size"] = "L"
    assert from_item(Order, item) == ORDER


def test_an_item_that_is_not_the_row_is_refused_with_every_problem():
    item = {**to_item(ORDER), "status": "LOST", "totalCents": Decimal("12.5"), "parcels": ["a"]}
    item["lines"][0]["quantity"] = 0
    del item["isPaid"]
    with pytest.raises(ContractViolation) as caught:
        from_item(Order, item)
    assert [(problem.path, problem.limit) for problem in caught.value.problems] == [
        ("status", "one of PLACED, CONFIRMED"),
        ("totalCents", "a whole number"),
        ("isPaid", "given"),
        ("lines[0].quantity", "at least 1"),
        ("parcels", "a set of texts"),
    ]
    assert str(caught.value).startswith("Order: status must be one of")


def row_with(kind: Any, **default: Any) -> type[Any]:
    """A row of one field ``given`` of this type."""
    namespace = {"__annotations__": {"given": kind}, **default}
    return dataclass(frozen=True)(type("Row", (), namespace))


@pytest.mark.parametrize(
    ("kind", "default", "said"),
    [
        (int | None, {}, "Row.given may be None, so its default must be None"),
        (int | None, {"given": 5}, "Row.given may be None, so its default must be None"),
        (frozenset[str], {}, r"Row.given must have the default frozenset\(\)"),
        (float, {}, "a field cannot be of the type <class 'float'>"),
        (int | str, {}, "a field is of one type or None"),
        (tuple[int, str], {}, "a field cannot be of the type tuple"),
        (dict[int, str], {}, "a field cannot be of the type dict"),
        (Annotated[int, "small"], {}, "a field cannot have the limit 'small'"),
    ],
)
def test_a_row_that_could_not_be_read_as_it_was_written_is_refused(kind, default, said):
    with pytest.raises(TypeError, match=said):
        from_item(row_with(kind, **default), {"given": 1})


def test_a_page_of_items_is_a_page_of_rows_with_the_same_last_key():
    last = {"orderId": "o1"}
    page = Page([{"itemId": "disc", "quantity": 2}], last)
    line = Line(item_id="disc", quantity=2)
    assert from_page(Line, page) == RowPage([line], last)
