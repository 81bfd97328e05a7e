"""``DELETE /items/{itemId}``: an agent takes an item out of the catalog, and gets it as it was."""

from __future__ import annotations

from contracts.codec import encode
from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.catalog.app import store


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="change the catalog")
    item_id: str = request.path_parameter(PathId, "itemId")
    item = store.delete(item_id)
    if item is None:
        raise NotFound(f"there is no item {item_id}")
    return Response(body=encode(item))
