"""``GET /stock/{itemId}``: the units of an item that are not reserved."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.inventory.app import store


@api_handler
def handle(request: Request) -> Response:
    item_id: str = request.path_parameter(PathId, "itemId")
    stock = store.stock_of(item_id)
    if stock is None:
        raise NotFound(f"there was never a delivery of item {item_id}")
    return Response(body={"itemId": item_id, "available": stock.available})
