"""``GET /payments/{orderId}``: how the payment of an order went, for its user or an agent."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.errors import NotFound
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.payments.app import store
from services.payments.app.domain import shown


@api_handler
def handle(request: Request) -> Response:
    caller = request.caller
    order_id: str = request.path_parameter(PathId, "orderId")
    payment = store.find(order_id)
    if payment is None or not (caller.is_agent or payment.get("userId") == caller.id):
        raise NotFound(f"there is no payment for order {order_id}")
    return Response(body=shown(payment))
