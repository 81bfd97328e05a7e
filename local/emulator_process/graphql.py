"""Emulator GraphQL: the limit on the depth of a query, which the emulator does not keep.

AppSync counts the levels of fields: ``{ a { b } }`` is of depth 2; a fragment adds no level.
https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

LIMIT = "queryDepthLimit"
# A query that runs no resolver: what it is answered says whether the caller is let in.
CHEAP = "{ __typename }"
HTTP_OK = 200

Response = tuple[int, dict[str, str], bytes]


def correct(appsync: Any, load: Callable[[], Any]) -> None:
    """Change the emulator's AppSync, a module; ``load`` imports graphql-core, which takes a while:
    with the first query.
    """
    execute = appsync._execute_graphql

    def executed(api: str, data: Mapping[str, Any], *rest: Any, **named: Any) -> Response:
        limit = appsync._apis.get(api, {}).get(LIMIT) or 0
        query = data.get("query")
        # A caller who is refused, and a query that does not parse, are answered as ever.
        if limit and isinstance(query, str) and _is_too_deep(query, limit, load()):
            status, headers, body = execute(api, {**data, "query": CHEAP}, *rest, **named)
            return status, headers, _refused(limit) if status == HTTP_OK else body
        answer: Response = execute(api, data, *rest, **named)
        return answer

    update = appsync._update_graphql_api

    def updated(api: str, body: Mapping[str, Any]) -> Response:
        answer: Response = update(api, body)
        if answer[0] == HTTP_OK:
            appsync._apis[api][LIMIT] = body.get(LIMIT, 0)
        return answer

    appsync._execute_graphql, appsync._update_graphql_api = executed, updated


def _refused(limit: int) -> bytes:
    message = f"the query is deeper than {limit} levels"
    error = {"errorType": "QueryDepthLimitExceeded", "message": message}
    return json.dumps({"data": None, "errors": [error]}).encode()


def _is_too_deep(query: str, limit: int, graphql: Any) -> bool:
    try:
        return depth(graphql.parse(query)) > limit
    except (graphql.GraphQLError, RecursionError):
        return False


def depth(document: Any) -> int:
    """The levels of the deepest operation of a document."""
    named = {
        each.name.value: each for each in document.definitions if each.kind == "fragment_definition"
    }

    def levels(selections: Iterable[Any], within: frozenset[str]) -> int:
        return max((level(each, within) for each in selections), default=0)

    def level(selection: Any, within: frozenset[str]) -> int:
        if selection.kind == "fragment_spread":
            name = selection.name.value
            # A fragment within itself is no valid query, nor is one that there is not.
            if name in within or name not in named:
                return 0
            return levels(named[name].selection_set.selections, within | {name})
        inner = selection.selection_set.selections if selection.selection_set else ()
        return int(selection.kind == "field") + levels(inner, within)

    operations = [each for each in document.definitions if each.kind == "operation_definition"]
    return max(
        (levels(each.selection_set.selections, frozenset()) for each in operations), default=0
    )
