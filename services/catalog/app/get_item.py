"""``GET /items/{itemId}``: one item."""

from __future__ import annotations

from contracts.terms import PathId
from runtime.api.errors import NotFound
from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.catalog.app import store


@api
def handle(request: Request) -> Response:
    item_id: str = request.path_as(PathId, "itemId")
    item = store.find(item_id)
    if item is None:
        raise NotFound(f"there is no item {item_id}")
    return Response(body=item)
