"""Rows: the items of a table as frozen dataclasses, so that a service works with typed values.

A service declares what an item holds, and its store converts at the table::

    @dataclass(frozen=True, kw_only=True)
    class Line:
        item_id: str
        quantity: int

    @dataclass(frozen=True, kw_only=True)
    class Order:
        order_id: str
        status: Literal["PLACED", "CONFIRMED"]
        lines: tuple[Line, ...]
        timeline: dict[str, str]
        reason: str | None = None

    def find(order_id: str) -> Order | None:
        item = orders.get({"orderId": order_id})
        return None if item is None else from_item(Order, item)

    def place(order: Order) -> None:
        orders.put(to_item(order), when="attribute_not_exists(#orderId)")

- The attribute of the field ``order_id`` is ``orderId``, also in nested dataclasses.
- ``contracts.readers`` lists the types that a field may have; ``Annotated`` limits are checked on
  reading. Whole numbers are ``int``, money is whole cents; a number with a fraction is ``Decimal``.
  ``frozenset[str]`` is a string set. Timestamps are texts, days are ``date``.
- ``None`` and empty sets are left out, so such fields must have the default ``None`` or
  ``frozenset()``. A default also reads items that were written before the field existed.
- Attributes without a field are ignored: keys such as ``pk``, ``ttl``, and what a newer version of
  the service wrote. They stay in the table as long as the item is changed by updates; a ``put`` of
  the whole row drops them, so a store adds its keys: ``{**to_item(row), "pk": ...}``.
- What is missing or of another type raises ``ContractViolation`` with every problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from contracts.codec import decode_value, encode
from runtime.dynamodb.table import Item, Page

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def to_item(row: DataclassInstance) -> Item:
    """The row as an item for ``Table``; what is ``None`` and empty sets are left out."""
    return encode(row)


def from_item(kind: type[R], item: Mapping[str, Any]) -> R:
    """The row in an item that ``Table`` returned; ``ContractViolation`` if it is not one."""
    row: R = decode_value(kind, item, name=kind.__name__, ignore_unknown=True)
    return row


@dataclass(frozen=True)
class RowPage(Generic[R]):
    """A page of rows; ``last_key`` starts the next page, None on the last."""

    rows: list[R]
    last_key: Item | None


def from_page(kind: type[R], page: Page) -> RowPage[R]:
    """The rows in a page of items; ``ContractViolation`` if one is not a row."""
    return RowPage([from_item(kind, item) for item in page.items], page.last_key)
