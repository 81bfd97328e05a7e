"""``PUT /items/{itemId}``: an agent says what an item is and costs."""

from __future__ import annotations

from http import HTTPStatus

from services.catalog.app import store
from services.contracts.catalog import CatalogItem, PutItem
from services.contracts.codec import encode
from services.contracts.terms import ItemId
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    request.only_agents(to="change the catalog")
    item_id: str = request.path_as(ItemId, "itemId")
    body = request.body(PutItem)
    item = CatalogItem(item_id=item_id, name=body.name, price_cents=body.price_cents)
    is_new = store.put(item)
    return Response(status=HTTPStatus.CREATED if is_new else HTTPStatus.OK, body=encode(item))
