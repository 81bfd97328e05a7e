"""Rules of search: the words of items and of queries, and what an index has to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.catalog import CatalogItem, ItemChanged, ItemCreated, ItemRemoved

# An item has no more words, nor does a query: they are written together, of the name before and
# after, and DynamoDB takes 100 writes in a transaction.
MOST_WORDS = 40

# The last word of a query is searched by its beginning from so many characters on.
SHORTEST_BEGINNING = 2


class WrongCursor(ValueError):
    """A place to go on at that no page of this query ended at."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An item at a version: the time of its change, in milliseconds since 1970.

    Without a name it was removed: kept for a while, so that an older change that comes later does
    not bring it back.
    """

    item_id: str
    version: int
    name: str | None = None
    price_cents: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What it is found by; nothing if it was removed."""
        return () if self.name is None else words_of(f"{self.name} {self.item_id}")


@dataclass(frozen=True)
class Found:
    """A page of items, and where the next one begins; None on the last."""

    entries: list[Entry]
    cursor: str | None


class Index(Protocol):
    """What an index has to do, whatever it is kept in."""

    def write(self, entries: Sequence[Entry]) -> int:
        """Write those entries that are newer than what is there; returns how many."""
        ...

    def find(self, words: Sequence[str], limit: int, cursor: str | None) -> Found:
        """A page of the items that have all words, the last by its beginning; ``WrongCursor``."""
        ...

    def clean(self, before: int, cursor: str | None) -> str | None:
        """Remove a part of what was written before a version, and what no entry needs; returns
        where to go on, or None.
        """
        ...


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, each once, in lower case and without accents; at most ``MOST_WORDS``."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in parts if not unicodedata.combining(each))
    return tuple(dict.fromkeys(re.findall(r"[^\W_]+", plain)))[:MOST_WORDS]


def word_found(words: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first word by which an item with these words has the last of the wanted ones, if it has
    all of them; None if not.
    """
    *whole, last = wanted
    if not set(whole) <= set(words):
        return None
    beginnings = [word for word in words if word.startswith(last)]
    found = beginnings if len(last) >= SHORTEST_BEGINNING else [w for w in words if w == last]
    return min(found, default=None)


def entry_of(event: ItemCreated | ItemChanged | ItemRemoved, occurred_at: str) -> Entry:
    """The entry that an event leads to, at the time at which it was published."""
    version = milliseconds(occurred_at)
    if isinstance(event, ItemRemoved):
        return Entry(item_id=event.item_id, version=version)
    return Entry(
        item_id=event.item_id, version=version, name=event.name, price_cents=event.price_cents
    )


def entry_at(item: CatalogItem, version: int) -> Entry:
    """The entry of an item as the catalog has it."""
    return Entry(
        item_id=item.item_id, version=version, name=item.name, price_cents=item.price_cents
    )


def milliseconds(moment: str) -> int:
    """A time, as ``2026-11-21T12:00:00.000Z``, in milliseconds since 1970."""
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def shown(entry: Entry) -> dict[str, object]:
    """An entry as callers see it."""
    return {"itemId": entry.item_id, "name": entry.name, "priceCents": entry.price_cents}
