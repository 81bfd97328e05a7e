"""``GET /items``: what is sold, a page at a time."""

from __future__ import annotations

from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.pagination import key_in, size_in, token_of
from runtime.api.request import Request
from services.catalog.app import store


@api
def handle(request: Request) -> Response:
    start = key_in(request.query.get("nextToken"), own={}, rest=("itemId",))
    page = store.page(size_in(request.query.get("limit")), start)
    return Response(body={"items": page.items, "nextToken": token_of(page.last_key)})
