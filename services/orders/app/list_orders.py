"""``GET /orders``: the caller's orders, the latest first; agents may name another customer."""

from __future__ import annotations

from contracts.field_types import CustomerId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.pagination import next_token, page_size, start_key
from runtime.api.request import Request
from runtime.http_errors import Forbidden
from services.orders.app import store
from services.orders.app.domain import view


@api_handler
def handle(request: Request) -> Response:
    caller = request.caller
    user_id: str = request.query_parameter(CustomerId, "userId", caller.id)
    if user_id != caller.id and not caller.is_agent:
        raise Forbidden("only agents may see the orders of others")
    start = start_key(
        request.query.get("nextToken"), own={"userId": user_id}, rest=("orderId", "placedAt")
    )
    page = store.of_user(user_id, page_size(request.query.get("limit")), start)
    orders = [view(order) for order in page.rows]
    return Response(body={"orders": orders, "nextToken": next_token(page.last_key)})
