"""``GET /items``: what is sold, a page at a time."""

from __future__ import annotations

from services.catalog.app import store
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.pages import key_in, size_in, token_of
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    start = key_in(request.query.get("nextToken"), own={}, rest=("itemId",))
    page = store.page(size_in(request.query.get("limit")), start)
    return Response(body={"items": page.items, "nextToken": token_of(page.last_key)})
