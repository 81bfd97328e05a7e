"""``PUT /items/{itemId}``: an agent writes the name and the price of an item."""

from __future__ import annotations

from http import HTTPStatus

from contracts.catalog import CatalogItem, PutItem
from contracts.codec import encode
from contracts.field_types import ItemId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.catalog.app import store


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="change the catalog")
    item_id: str = request.path_parameter(ItemId, "itemId")
    body = request.body(PutItem)
    item = CatalogItem(item_id=item_id, name=body.name, price_cents=body.price_cents)
    is_new = store.put(item)
    return Response(status=HTTPStatus.CREATED if is_new else HTTPStatus.OK, body=encode(item))
