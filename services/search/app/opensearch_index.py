"""The index in OpenSearch: a document for each item, by its id, at a version of its own.

A version that is not later than that of the document is refused by OpenSearch. A removed item stays
a document, without a name, as long as an older change may come.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from runtime.clients.opensearch import OpenSearch, Refused
from runtime.http_errors import ServiceUnavailable
from services.search.app.domain import Entry, Found, WrongCursor

INDEX = "items"

# A slower search or write is in the domain's slow logs.
SLOW = "1s"

# Another mapping takes another name of the index, and a rebuild.
SETTINGS = {
    "settings": {
        "index": {
            # One copy on another node if there is one, so that a single node is green.
            "auto_expand_replicas": "0-1",
            "search": {"slowlog": {"threshold": {"query": {"warn": SLOW}}}},
            "indexing": {"slowlog": {"threshold": {"index": {"warn": SLOW}}}},
        },
        "analysis": {
            "analyzer": {
                "words": {
                    "type": "custom",
                    "tokenizer": "standard",
                    "filter": ["lowercase", "asciifolding"],
                }
            }
        },
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "itemId": {"type": "keyword"},
            "name": {"type": "keyword", "index": False},
            "priceCents": {"type": "integer"},
            "version": {"type": "long"},
            "words": {"type": "text", "analyzer": "words"},
        },
    },
}

# SQS retains a message for two weeks.
REMOVED_MILLISECONDS = 15 * 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class OpenSearchIndex:
    """The index in a domain."""

    domain: OpenSearch

    def write(self, entries: Sequence[Entry]) -> int:
        if not entries:
            return 0
        _prepare(self.domain)
        lines: list[Any] = []
        for entry in entries:
            at = {"_index": INDEX, "_id": entry.item_id, "version": entry.version}
            lines += [{"index": {**at, "version_type": "external"}}, _document(entry)]
        answer = self.domain.send("POST", "/_bulk", lines=lines)
        statuses = [each["index"]["status"] for each in answer["items"]]
        failed = [each for each in statuses if each >= 300 and each != HTTPStatus.CONFLICT]
        if failed:
            raise ServiceUnavailable(f"OpenSearch did not write {len(failed)}: {failed[0]}")
        return sum(status < 300 for status in statuses)

    def find(self, words: Sequence[str], limit: int, cursor: str | None) -> Found:
        _prepare(self.domain)
        wanted = {"query": " ".join(words), "operator": "and"}
        query: dict[str, Any] = {
            "size": limit,
            "query": {
                "bool": {
                    "must": [{"match_bool_prefix": {"words": wanted}}],
                    "filter": [{"exists": {"field": "priceCents"}}],
                }
            },
            "sort": [{"_score": "desc"}, {"itemId": "asc"}],
            **({} if cursor is None else {"search_after": _after(cursor)}),
        }
        hits = self.domain.send("POST", f"/{INDEX}/_search", query)["hits"]["hits"]
        entries = [_entry(hit["_source"]) for hit in hits]
        more = len(hits) == limit
        return Found(entries, "|".join(map(str, hits[-1]["sort"])) if more else None)

    def clean(self, before: int, cursor: str | None) -> str | None:
        """All at once, by OpenSearch itself."""
        old = {"range": {"version": {"lt": before}}}
        older = {"range": {"version": {"lt": before - REMOVED_MILLISECONDS}}}
        stays = {"exists": {"field": "priceCents"}}
        query = {"bool": {"should": [{"bool": {"must": [old, stays]}}, older]}}
        self.domain.send("POST", f"/{INDEX}/_delete_by_query?conflicts=proceed", {"query": query})
        return None


@cache
def _prepare(domain: OpenSearch) -> None:
    """Make the index, unless there is one; once for each execution environment."""
    try:
        domain.send("PUT", f"/{INDEX}", SETTINGS)
    except Refused as refused:
        if refused.kind != "resource_already_exists_exception":
            raise


def _document(entry: Entry) -> dict[str, Any]:
    base = {"itemId": entry.item_id, "version": entry.version}
    if entry.name is None:
        return base
    return {
        **base,
        "name": entry.name,
        "priceCents": entry.price_cents,
        "words": f"{entry.name} {entry.item_id}",
    }


def _entry(source: dict[str, Any]) -> Entry:
    return Entry(
        item_id=source["itemId"],
        version=source["version"],
        name=source["name"],
        price_cents=source["priceCents"],
    )


def _after(cursor: str) -> list[Any]:
    """The place after which a page begins: the score and the id of the last item before."""
    score, _, item_id = cursor.partition("|")
    try:
        after = float(score)
    except ValueError:
        after = math.nan
    if not math.isfinite(after):
        raise WrongCursor(cursor)
    return [after, item_id]
