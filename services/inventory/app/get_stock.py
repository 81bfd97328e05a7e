"""``GET /stock/{itemId}``: how many of an item there are for the next order."""

from __future__ import annotations

from services.contracts.terms import PathId
from services.inventory.app import store
from services.runtime.errors import NotFound
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    item_id: str = request.path_as(PathId, "itemId")
    available = store.available(item_id)
    if available is None:
        raise NotFound(f"there was never a delivery of item {item_id}")
    return Response(body={"itemId": item_id, "available": available})
