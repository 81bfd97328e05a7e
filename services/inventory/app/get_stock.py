"""``GET /stock/{itemId}``: how many of an item there are for the next order."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.errors import NotFound
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.inventory.app import store


@api_handler
def handle(request: Request) -> Response:
    item_id: str = request.path_parameter(PathId, "itemId")
    available = store.available(item_id)
    if available is None:
        raise NotFound(f"there was never a delivery of item {item_id}")
    return Response(body={"itemId": item_id, "available": available})
