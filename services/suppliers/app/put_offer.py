"""``PUT /suppliers/{supplierId}/offers/{itemId}``: an agent puts an offer."""

from __future__ import annotations

from contracts.codec import encode
from contracts.field_types import ItemId, PathId
from contracts.suppliers import PutOffer
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.suppliers.app import store
from services.suppliers.app.domain import Offer


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="put offers")
    body = request.body(PutOffer)
    offer = Offer(
        supplier_id=request.path_parameter(PathId, "supplierId"),
        item_id=request.path_parameter(ItemId, "itemId"),
        price_cents=body.price_cents,
        minimum_units=body.minimum_units,
    )
    if not store.put(offer):
        raise NotFound(f"there is no supplier {offer.supplier_id}")
    return Response(body=encode(body))
