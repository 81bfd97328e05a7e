"""``GET /shipments/{orderId}``: the shipment of an order, for its customer or an agent."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.shipping.app.domain import Shipment, view
from services.shipping.app.store import shipments


@api_handler
def handle(request: Request) -> Response:
    caller = request.caller
    order_id: str = request.path_parameter(PathId, "orderId")
    shipment = shipments.find(order_id)
    is_own = isinstance(shipment, Shipment) and shipment.user_id == caller.id
    if shipment is None or not (caller.is_agent or is_own):
        raise NotFound(f"there is no shipment for order {order_id}")
    return Response(body=view(shipment))
