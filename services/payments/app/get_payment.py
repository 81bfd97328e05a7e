"""``GET /payments/{orderId}``: how the payment of an order went, for its user or an agent."""

from __future__ import annotations

from services.contracts.terms import PathId
from services.payments.app import store
from services.payments.app.domain import shown
from services.runtime.errors import NotFound
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    caller = request.caller
    order_id: str = request.path_as(PathId, "orderId")
    payment = store.find(order_id)
    if payment is None or not (caller.is_agent or payment.get("userId") == caller.id):
        raise NotFound(f"there is no payment for order {order_id}")
    return Response(body=shown(payment))
