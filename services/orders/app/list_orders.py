"""``GET /orders``: a user's own orders, the latest first; agents may name another user."""

from __future__ import annotations

from runtime.api.errors import Forbidden
from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.pagination import key_in, size_in, token_of
from runtime.api.request import Request
from services.orders.app import store
from services.orders.app.domain import view


@api
def handle(request: Request) -> Response:
    caller = request.caller
    user_id = request.query.get("userId", caller.id)
    if user_id != caller.id and not caller.is_agent:
        raise Forbidden("only agents may see the orders of others")
    start = key_in(
        request.query.get("nextToken"), own={"userId": user_id}, rest=("orderId", "placedAt")
    )
    page = store.of_user(user_id, size_in(request.query.get("limit")), start)
    orders = [view(order) for order in page.items]
    return Response(body={"orders": orders, "nextToken": token_of(page.last_key)})
