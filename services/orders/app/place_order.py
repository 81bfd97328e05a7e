"""``POST /orders``: accepts an order; a repeated idempotency key returns the first one."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

from contracts.codec import decode_value
from contracts.envelope import now
from contracts.field_types import IdempotencyKey
from contracts.orders import Mode, PlaceOrder
from contracts.violation import Problem
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.environment import environment
from runtime.http_errors import BadRequest, Forbidden, UnprocessableContent
from runtime.observability import count, current_correlation_id, logger
from services.orders.app.domain import Order, fingerprint, new_order, order_id
from services.orders.app.prices import prices_of
from services.orders.app.store import orders

# The mode of new orders.
ORDER_MODE: Mode = decode_value(Mode, environment("ORDER_MODE"), name="ORDER_MODE")

KEY_HEADER = "Idempotency-Key"


@api_handler
def handle(request: Request) -> Response:
    body, at = request.body(PlaceOrder), now()
    _check_day(body.ordered_on, at)
    user_id = _customer(request, body)
    key: str = request.header_parameter(IdempotencyKey, KEY_HEADER)
    # First, so that a repeated request needs neither the catalog nor the items of then.
    order, is_new = orders.find(order_id(user_id, key)), False
    if order is None:
        order, is_new = orders.insert(_new_order(body, user_id, key, at))
    if order.fingerprint != fingerprint(body):
        raise UnprocessableContent(f"{KEY_HEADER} {key} was used before, for another order")
    if is_new:
        count("OrdersPlaced")
        logger.info("order placed", order_id=order.order_id)
    return _accepted(order, is_new)


def _new_order(body: PlaceOrder, user_id: str, key: str, at: str) -> Order:
    return new_order(
        body,
        prices_of(line.item_id for line in body.lines),
        user_id=user_id,
        key=key,
        mode=ORDER_MODE,
        at=at,
        correlation_id=current_correlation_id(),
    )


def _check_day(day: date | None, at: str) -> None:
    """``BadRequest`` for a day that has not begun anywhere; it begins first east of UTC."""
    latest = date.fromisoformat(at[:10]) + timedelta(days=1)
    if day is not None and day > latest:
        raise BadRequest.of([Problem("orderedOn", f"at most {latest}", f"{day}")])


def _customer(request: Request, body: PlaceOrder) -> str:
    caller = request.caller
    user_id = body.user_id or caller.id
    if not caller.is_agent and user_id != caller.id:
        raise Forbidden("only agents may order for others, under userId")
    if not caller.is_agent and body.ordered_on:
        raise Forbidden("only agents may give another day, under orderedOn")
    return user_id


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
