"""``GET /orders/{orderId}``: how far an order has come, for its user or an agent."""

from __future__ import annotations

from services.contracts.terms import PathId
from services.orders.app import store
from services.orders.app.domain import view
from services.runtime.errors import NotFound
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    caller = request.caller
    order_id: str = request.path_as(PathId, "orderId")
    order = store.find(order_id)
    if order is None or not (caller.is_agent or order["userId"] == caller.id):
        raise NotFound(f"there is no order {order_id}")
    return Response(body=view(order))
