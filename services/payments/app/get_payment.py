"""``GET /payments/{orderId}``: the payment of an order, for its customer or an agent."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.payments.app.domain import Payment, view
from services.payments.app.store import payments


@api_handler
def handle(request: Request) -> Response:
    caller = request.caller
    order_id: str = request.path_parameter(PathId, "orderId")
    payment = payments.find(order_id)
    is_own = isinstance(payment, Payment) and payment.user_id == caller.id
    if payment is None or not (caller.is_agent or is_own):
        raise NotFound(f"there is no payment for order {order_id}")
    return Response(body=view(payment))
