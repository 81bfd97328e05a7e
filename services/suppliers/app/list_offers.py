"""``GET /offers/{itemId}``: who sells an item, the cheapest first; for agents."""

from __future__ import annotations

from contracts.codec import encode
from contracts.field_types import ItemId
from contracts.suppliers import OffersView
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.suppliers.app import store


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="see offers")
    item_id: str = request.path_parameter(ItemId, "itemId")
    return Response(body=encode(OffersView(item_id=item_id, offers=store.offers_of(item_id))))
