"""``GET /items``: all items, a page at a time."""

from __future__ import annotations

from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.pagination import next_token, page_size, start_key
from runtime.api.request import Request
from services.catalog.app import store


@api_handler
def handle(request: Request) -> Response:
    start = start_key(request.query.get("nextToken"), own={}, rest=("itemId",))
    page = store.page(page_size(request.query.get("limit")), start)
    items = [encode(item) for item in page.rows]
    return Response(body={"items": items, "nextToken": next_token(page.last_key)})
