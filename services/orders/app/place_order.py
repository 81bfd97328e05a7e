"""``POST /orders``: accepts an order; a repeated idempotency key returns the first one."""

from __future__ import annotations

from http import HTTPStatus

from contracts.codec import decode_value
from contracts.envelope import now
from contracts.orders import Mode, PlaceOrder
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.environment import environment
from runtime.http_errors import BadRequest, Forbidden, UnprocessableContent
from runtime.observability import count, current_correlation_id
from services.orders.app.domain import Order, fingerprint, new_order
from services.orders.app.prices import prices_of
from services.orders.app.store import orders

# The mode of new orders.
ORDER_MODE: Mode = decode_value(Mode, environment("ORDER_MODE"), name="ORDER_MODE")

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 128


@api_handler
def handle(request: Request) -> Response:
    body = request.body(PlaceOrder)
    user_id = _customer(request, body)
    key = _key(request)
    prices = prices_of(line.item_id for line in body.lines)
    new = new_order(
        body,
        prices,
        user_id=user_id,
        key=key,
        mode=ORDER_MODE,
        at=now(),
        correlation_id=current_correlation_id(),
    )
    order, is_new = orders.insert(new)
    if order.fingerprint != fingerprint(body):
        raise UnprocessableContent(f"{KEY_HEADER} {key} was used before, for another order")
    if is_new:
        count("OrdersPlaced")
    return _accepted(order, is_new)


def _customer(request: Request, body: PlaceOrder) -> str:
    caller = request.caller
    user_id = body.user_id or caller.id
    if not caller.is_agent and user_id != caller.id:
        raise Forbidden("only agents may order for others, under userId")
    if not caller.is_agent and body.ordered_on:
        raise Forbidden("only agents may give another day, under orderedOn")
    return user_id


def _key(request: Request) -> str:
    key = request.header(KEY_HEADER) or ""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise BadRequest(
            f"the header {KEY_HEADER} must have 1 to {LONGEST_KEY} characters, got {len(key)}"
        )
    return key


def _accepted(order: Order, is_new: bool) -> Response:
    return Response(
        status=HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK,
        body={
            "message": "the order is on its way" if is_new else "this order was placed before",
            "orderId": order.order_id,
            "status": order.status,
            "totalCents": order.total_cents,
        },
    )
