"""A payment processor behind an HTTP API: ``POST /charges`` and ``POST /refunds``.

``POST /charges`` has ``reference`` (the order), ``amountCents`` and ``method``; it is answered 200
or 201 with ``chargeId``, or 402 or 422 with the ``reason`` for which the payment is declined.
``POST /refunds`` has ``reference``, ``chargeId``; it is answered 200 or 201 with an object. Another
API takes another adapter: this one shows what it has to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from runtime.clients.external import ExternalService, UnexpectedAnswer
from services.payments.app.domain import Charge


@dataclass(frozen=True)
class HttpProcessor:
    """Charges and refunds under keys of their own, so that a repeated call moves no more money."""

    service: ExternalService

    def charge(self, key: str, cents: int, method: str) -> Charge:
        body = {"reference": key, "amountCents": cents, "method": method}
        answer = self.service.post("/charges", f"charge-{key}", body)
        if answer.is_declined:
            return Charge(decline_reason=answer.text("reason", self.service.name))
        return Charge(charge_id=answer.text("chargeId", self.service.name))

    def refund(self, key: str, charge_id: str) -> None:
        body = {"reference": key, "chargeId": charge_id}
        answer = self.service.post("/refunds", f"refund-{key}", body)
        if answer.is_declined:
            raise UnexpectedAnswer(f"{self.service.name} declines to refund the charge {charge_id}")
