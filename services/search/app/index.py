"""The index of this stage: the adapter that its settings name."""

from __future__ import annotations

from runtime.clients.opensearch import OpenSearch
from runtime.environment import environment
from services.search.app.domain import Index
from services.search.app.opensearch_index import OpenSearchIndex
from services.search.app.table_index import TableIndex

SEARCH_ENGINE = environment("SEARCH_ENGINE")


def configured_index() -> Index:
    """The index of a function, made once when it starts."""
    if SEARCH_ENGINE == "table":
        return TableIndex(environment("INDEX_TABLE", "no table"))
    return OpenSearchIndex(
        OpenSearch(
            endpoint=environment("SEARCH_ENDPOINT", "no endpoint"),
            role=environment("SEARCH_ROLE", "no role"),
        )
    )
