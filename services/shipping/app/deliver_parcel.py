"""``POST /parcels/{parcelId}/delivery``: an agent says that a parcel has arrived."""

from __future__ import annotations

from services.contracts.envelope import now
from services.contracts.shipping import ParcelDelivered
from services.contracts.terms import PathId
from services.runtime.errors import Conflict, NotFound
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.publishing import publish
from services.runtime.request import Request
from services.shipping.app import store
from services.shipping.app.domain import BOOKED, order_of


@api
def handle(request: Request) -> Response:
    request.only_agents(to="deliver parcels")
    parcel_id: str = request.path_as(PathId, "parcelId")
    order_id = order_of(parcel_id)
    shipment = store.find(order_id) if order_id else None
    if shipment is None or parcel_id not in shipment.get("parcels", ()):
        raise NotFound(f"there is no parcel {parcel_id}")
    if shipment["status"] != BOOKED:
        raise Conflict(f"no carrier has parcel {parcel_id}: its shipment is {shipment['status']}")
    publish(ParcelDelivered(order_id=order_id, parcel_id=parcel_id, delivered_at=now()))
    return Response(body={"parcelId": parcel_id, "orderId": order_id})
