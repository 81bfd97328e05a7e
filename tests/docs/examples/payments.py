"""Examples of the routes of payments."""

from __future__ import annotations

from contracts.payments import SettleTransfer
from services.payments.app.domain import INTERNAL, BlockedPayment, Payment
from tests.docs.examples.example import ORDER, Example
from tests.docs.openapi.answers import Shown

PAYMENT = {
    "orderId": ORDER,
    "userId": "alice",
    "units": 1,
    "totalCents": 1295,
    "method": "card",
    "shipTo": "GB",
    "status": "COMPLETED",
    "at": "2026-11-28T09:05:52.090Z",
    "chargeId": "e1283c59-01a7-547a-b849-912311fc21a8",
}

EXAMPLES = {
    "GET /payments/{orderId}": Example(
        path="/payments/$ORDER",
        answer=(Shown(Payment, without=INTERNAL), BlockedPayment),
        response=PAYMENT,
    ),
    "POST /payments/{orderId}/transfer": Example(
        path="/payments/$TRANSFER_ORDER/transfer",
        body=SettleTransfer(outcome="received"),
        response={"orderId": "19868149-5836-508a-8e6e-e2ac5f942b04", "outcome": "received"},
    ),
}
