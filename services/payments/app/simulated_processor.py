"""A simulated payment processor: charges every card but the test card that is declined."""

from __future__ import annotations

import uuid

from services.payments.app.domain import Charge

CHARGES = uuid.UUID("0f3cf7d2-5f53-5c57-8a2d-7c6f8e0b9a44")
DECLINED = "card-declined"


class SimulatedProcessor:
    """Answers at once, with the same charge id for the same key and amount."""

    def charge(self, key: str, cents: int, method: str) -> Charge:
        if method == DECLINED:
            return Charge(decline_reason="the card was declined")
        return Charge(charge_id=str(uuid.uuid5(CHARGES, f"{key}\n{cents}")))

    def refund(self, key: str, charge_id: str) -> None:
        """Does nothing, since no money was moved."""
