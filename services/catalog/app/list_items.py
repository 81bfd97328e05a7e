"""``GET /items``: what is sold, a page at a time."""

from __future__ import annotations

from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.pagination import next_token, page_size, start_key
from runtime.api.request import Request
from services.catalog.app import store


@api_handler
def handle(request: Request) -> Response:
    start = start_key(request.query.get("nextToken"), own={}, rest=("itemId",))
    page = store.page(page_size(request.query.get("limit")), start)
    return Response(body={"items": page.items, "nextToken": next_token(page.last_key)})
