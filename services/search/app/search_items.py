"""``GET /search``: the items that have all words of a query, a page at a time."""

from __future__ import annotations

from contracts.search import QueryText
from contracts.violation import Problem
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.pagination import next_token, page_size, start_key
from runtime.api.request import Request
from runtime.http_errors import BadRequest
from services.search.app.domain import WrongCursor, shown, words_of
from services.search.app.index import configured_index

index = configured_index()


@api_handler
def handle(request: Request) -> Response:
    text: str = request.query_parameter(QueryText, "q", default="")
    words = words_of(text)
    if not words:
        raise BadRequest.of([Problem("q", "at least one word", repr(text))])
    start = start_key(request.query.get("nextToken"), own={}, rest=("after",))
    size = page_size(request.query.get("limit"))
    try:
        found = index.find(words, size, start["after"] if start else None)
    except WrongCursor as wrong:
        raise BadRequest.of([Problem("nextToken", "one of this query", str(wrong))]) from wrong
    token = None if found.cursor is None else next_token({"after": found.cursor})
    return Response(body={"items": [shown(entry) for entry in found.entries], "nextToken": token})
