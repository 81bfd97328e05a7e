"""A simulated carrier: serves every country but Antarctica."""

from __future__ import annotations

import uuid

from services.shipping.app.domain import Booking

BOOKINGS = uuid.UUID("6b0a0f54-8f0e-5d6c-9b55-1f7f2d3c4e10")
NOT_SERVED = ("AQ",)


class SimulatedCarrier:
    """Answers at once, with the same booking id for the same key and number of parcels."""

    def book(self, key: str, parcels: tuple[str, ...], country: str) -> Booking:
        if country in NOT_SERVED:
            return Booking(decline_reason=f"the carrier does not serve {country}")
        return Booking(booking_id=str(uuid.uuid5(BOOKINGS, f"{key}\n{len(parcels)}")))

    def cancel(self, key: str) -> None:
        """Does nothing, since nothing was booked."""
