"""``POST /payments/{orderId}/transfer``: an agent settles a bank transfer, once."""

from __future__ import annotations

from contracts.field_types import PathId
from contracts.payments import SettleTransfer
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import Conflict, NotFound
from services.payments.app import store
from services.payments.app.domain import TAKING, TRANSFER, Payment
from services.payments.app.transfers import end_wait


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="settle transfers")
    order_id: str = request.path_parameter(PathId, "orderId")
    outcome = request.body(SettleTransfer).outcome
    payment = store.settle(order_id, outcome)
    if not isinstance(payment, Payment) or payment.method != TRANSFER or payment.status == TAKING:
        raise NotFound(f"no transfer is waited for with order {order_id}")
    if payment.outcome != outcome:
        known = payment.outcome or payment.status
        raise Conflict(f"the transfer of order {order_id} is {known} already")
    end_wait(order_id)
    return Response(body={"orderId": order_id, "outcome": outcome})
