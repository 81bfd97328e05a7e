"""``GET /items/{itemId}``: one item."""

from __future__ import annotations

from services.catalog.app import store
from services.contracts.terms import PathId
from services.runtime.errors import NotFound
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    item_id: str = request.path_as(PathId, "itemId")
    item = store.find(item_id)
    if item is None:
        raise NotFound(f"there is no item {item_id}")
    return Response(body=item)
