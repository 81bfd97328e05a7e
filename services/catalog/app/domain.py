"""Rules of the catalog: the prices of items, duplicates in an import, the event of a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from contracts.catalog import (
    CatalogItem,
    ImportedItem,
    ItemChanged,
    ItemCreated,
    ItemRemoved,
    Prices,
)
from contracts.codec import decode
from contracts.violation import ContractViolation

# The columns of a file of items.
COLUMNS = ("itemId", "name", "priceCents")

# What a byte that is not UTF-8 was read as.
NOT_UTF_8 = "\ufffd"


class Rejected(Exception):
    """A record of a file that is no item; the message says why."""


def imported_item(fields: list[str] | str, columns: list[str]) -> ImportedItem:
    """The item in a record of a file; ``Rejected`` if it is none. ``fields`` is an error where the
    record is no CSV. White space in a name, line breaks too, becomes one space.
    """
    if isinstance(fields, str):
        raise Rejected(f"no CSV: {fields}")
    if len(fields) != len(columns):
        raise Rejected(f"{len(fields)} fields in place of {len(columns)}")
    found: dict[str, object] = dict(zip(columns, fields, strict=True))
    if any(NOT_UTF_8 in field for field in fields):
        raise Rejected("not UTF-8")
    try:
        found["name"] = " ".join(str(found["name"]).split())
        found["priceCents"] = int(str(found["priceCents"]))
        return decode(ImportedItem, found)
    except ContractViolation as violation:
        raise Rejected(str(violation)) from violation
    except ValueError:
        raise Rejected("priceCents must be a whole number") from None


def priced(wanted: Iterable[str], items: Iterable[CatalogItem]) -> Prices:
    """The prices of the wanted items, and those that the catalog does not have."""
    prices = {item.item_id: item.price_cents for item in items}
    return Prices(prices=prices, unknown=tuple(name for name in wanted if name not in prices))


def duplicates(items: Iterable[CatalogItem]) -> list[str]:
    """The ids of several items: they are written side by side, so either could be the last."""
    counts = Counter(item.item_id for item in items)
    return sorted(name for name, count in counts.items() if count > 1)


def event_of(
    before: CatalogItem | None, after: CatalogItem | None
) -> ItemCreated | ItemChanged | ItemRemoved | None:
    """The event of a change of an item's row; none if it was written again as it was."""
    if after is None:
        if before is None:
            return None
        return ItemRemoved(item_id=before.item_id, name=before.name)
    if before is None:
        return ItemCreated(item_id=after.item_id, name=after.name, price_cents=after.price_cents)
    if before == after:
        return None
    return ItemChanged(
        item_id=after.item_id,
        name=after.name,
        price_cents=after.price_cents,
        former_price_cents=before.price_cents,
    )
