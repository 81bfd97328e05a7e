"""``POST /parcels/{parcelId}/delivery``: an agent reports that a parcel was delivered."""

from __future__ import annotations

from contracts.envelope import now
from contracts.field_types import PathId
from contracts.shipping import ParcelDelivered
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.event_bus import publish
from runtime.http_errors import Conflict, NotFound
from services.shipping.app.domain import BOOKED, Shipment, order_of
from services.shipping.app.store import shipments


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="deliver parcels")
    parcel_id: str = request.path_parameter(PathId, "parcelId")
    order_id = order_of(parcel_id)
    shipment = shipments.find(order_id) if order_id else None
    if not isinstance(shipment, Shipment) or parcel_id not in shipment.parcels:
        raise NotFound(f"there is no parcel {parcel_id}")
    if shipment.status != BOOKED:
        raise Conflict(f"no carrier has parcel {parcel_id}: its shipment is {shipment.status}")
    publish(ParcelDelivered(order_id=order_id, parcel_id=parcel_id, delivered_at=now()))
    return Response(body={"parcelId": parcel_id, "orderId": order_id})
