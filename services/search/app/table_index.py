"""The index in a table, for stages without a search engine: a row for each item, and one for each
of its words.

An item has the key ``item#<id>``; a word ``word#<its first two characters>``, with the sort key
``<word>#<id>``, so that the words with one beginning are read in one query. A word's row is written
with its item in one transaction, and found only as long as the item has the word.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.dynamodb.rows import from_item, to_item
from runtime.dynamodb.table import Item, Table
from runtime.dynamodb.transactions import TransactionCancelled, transact_write
from services.search.app.domain import (
    SHORTEST_BEGINNING,
    Entry,
    Found,
    WrongCursor,
    word_found,
)

# Rows that are read at once; a search reads so many pages of them, then the caller asks again.
READ_AT_ONCE, MOST_READS = 100, 20

# How often a write is tried that another one of the same item overtakes.
ATTEMPTS = 8

# A removed item is kept for longer than any message: SQS retains one for two weeks.
REMOVED_SECONDS = 15 * 24 * 60 * 60


class Overtaken(Exception):
    """Other writes of an item overtook this one, in every attempt; the message comes again."""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """The row of a word of an item, written with the item at ``version``."""

    pk: str
    sk: str
    version: int

    @property
    def word(self) -> str:
        return self.sk.partition("#")[0]

    @property
    def item_id(self) -> str:
        return self.sk.partition("#")[2]


@dataclass(frozen=True)
class TableIndex:
    """The index in the table of this name."""

    name: str

    @property
    def _table(self) -> Table:
        return Table(self.name)

    def write(self, entries: Sequence[Entry]) -> int:
        return sum(self._write(entry) for entry in entries)

    def find(self, words: Sequence[str], limit: int, cursor: str | None) -> Found:
        """Reads the rows of the longest word, or of those that begin as the last one does."""
        *whole, last = words
        lead = f"{max(whole, key=len)}#" if whole else last
        if len(last) < SHORTEST_BEGINNING and not whole:
            lead = f"{last}#"
        if cursor is not None and not cursor.startswith(lead):
            raise WrongCursor(cursor)
        found: list[Entry] = []
        for _ in range(MOST_READS):
            postings, cursor = self._postings(lead, cursor)
            entries = self._entries({posting.item_id for posting in postings})
            for posting in postings:
                entry = entries.get(posting.item_id)
                if entry is None or not _is_found_by(posting, entry, words, is_whole=bool(whole)):
                    continue
                found.append(entry)
                if len(found) == limit:
                    is_last = cursor is None and posting is postings[-1]
                    return Found(found, None if is_last else posting.sk)
            if cursor is None:
                break
        return Found(found, cursor)

    def clean(self, before: int, cursor: str | None) -> str | None:
        pk, _, sk = (cursor or "").partition("\n")
        page = self._table.scan(limit=READ_AT_ONCE, start={"pk": pk, "sk": sk} if cursor else None)
        postings = [from_item(Posting, each) for each in page.items if _is_posting(each)]
        stored = [from_item(Entry, each) for each in page.items if not _is_posting(each)]
        for old in stored:
            if old.version < before and old.name is not None:
                self._write(Entry(item_id=old.item_id, version=before))
        entries = self._entries({posting.item_id for posting in postings})
        for posting in postings:
            entry = entries.get(posting.item_id)
            if entry is None or posting.word not in entry.words:
                self._drop(posting)
        return f"{page.last_key['pk']}\n{page.last_key['sk']}" if page.last_key else None

    def _write(self, entry: Entry) -> bool:
        for _ in range(ATTEMPTS):
            stored = self._entries({entry.item_id}).get(entry.item_id)
            if stored is not None and stored.version >= entry.version:
                return False
            gone = set(stored.words if stored else ()) - set(entry.words)
            try:
                transact_write(
                    [
                        ("Update", self._change(entry, stored)),
                        *(("Put", self._put(word, entry)) for word in entry.words),
                        *(("Delete", self._delete(word, entry.item_id)) for word in sorted(gone)),
                    ]
                )
            except TransactionCancelled:
                continue
            return True
        raise Overtaken(f"{entry.item_id} is written by others")

    def _change(self, entry: Entry, stored: Entry | None) -> Item:
        """The update of an item's row, if it still is as it was read."""
        values = to_item(entry)
        if entry.name is None:
            values["ttl"] = int(time.time()) + REMOVED_SECONDS
        absent = sorted({"name", "priceCents", "ttl"} - set(values))
        sets = ", ".join(f"#{name} = :{name}" for name in values)
        former = {} if stored is None else {"former": stored.version}
        return self._table.update_request(
            item_key(entry.item_id),
            f"SET {sets} REMOVE {', '.join(f'#{name}' for name in absent)}",
            {**values, **former},
            when="#version = :former" if former else "attribute_not_exists(#version)",
        )

    def _put(self, word: str, entry: Entry) -> Item:
        return self._table.put_request({**word_key(word, entry.item_id), "version": entry.version})

    def _delete(self, word: str, item_id: str) -> Item:
        return self._table.delete_request(word_key(word, item_id))

    def _drop(self, posting: Posting) -> None:
        """Delete the row of a word, unless it was written again since it was read."""
        key = {"pk": posting.pk, "sk": posting.sk}
        values = {"version": posting.version}
        try:
            transact_write(
                [("Delete", self._table.delete_request(key, values, "#version = :version"))]
            )
        except TransactionCancelled:
            return

    def _postings(self, lead: str, cursor: str | None) -> tuple[list[Posting], str | None]:
        pk = word_key(lead.rstrip("#"), "")["pk"]
        page = self._table.query(
            "#pk = :pk AND begins_with(#sk, :lead)",
            {"pk": pk, "lead": lead},
            limit=READ_AT_ONCE,
            start={"pk": pk, "sk": cursor} if cursor else None,
            ascending=True,
        )
        last = None if page.last_key is None else str(page.last_key["sk"])
        return [from_item(Posting, each) for each in page.items], last

    def _entries(self, item_ids: set[str]) -> dict[str, Entry]:
        keys = [item_key(each) for each in sorted(item_ids)]
        found = (from_item(Entry, each) for each in self._table.get_many(keys))
        return {entry.item_id: entry for entry in found}


def item_key(item_id: str) -> dict[str, str]:
    """The key of an item's row."""
    return {"pk": f"item#{item_id}", "sk": "item"}


def word_key(word: str, item_id: str) -> dict[str, str]:
    """The key of the row of a word of an item."""
    return {"pk": f"word#{word[:SHORTEST_BEGINNING]}", "sk": f"{word}#{item_id}"}


def _is_posting(item: Mapping[str, Any]) -> bool:
    return str(item["pk"]).startswith("word#")


def _is_found_by(posting: Posting, entry: Entry, words: Sequence[str], *, is_whole: bool) -> bool:
    """Whether an item has all words, and this is the one of its rows by which it is found: of
    several words with one beginning the first.
    """
    found = word_found(entry.words, words)
    return found is not None and (is_whole or posting.word == found)
