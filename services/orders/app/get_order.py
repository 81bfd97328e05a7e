"""``GET /orders/{orderId}``: an order, for its customer or an agent."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.orders.app.domain import view
from services.orders.app.store import orders


@api_handler
def handle(request: Request) -> Response:
    caller = request.caller
    order_id: str = request.path_parameter(PathId, "orderId")
    order = orders.find(order_id)
    if order is None or not (caller.is_agent or order.user_id == caller.id):
        raise NotFound(f"there is no order {order_id}")
    return Response(body=view(order))
