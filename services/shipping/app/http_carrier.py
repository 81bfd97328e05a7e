"""A carrier behind an HTTP API: ``POST /bookings`` and ``POST /cancellations``.

``POST /bookings`` has ``reference`` (the order), ``parcels`` (their ids) and ``country``; it is
answered 200 or 201 with ``bookingId``, or 402 or 422 with the ``reason`` for which it is declined.
``POST /cancellations`` has ``reference``, and is answered 200 or 201 with an object, whether there
was a booking or not; after it the carrier declines a booking of that reference. Another API takes
another adapter: this one shows what it has to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from runtime.clients.external import ExternalService, UnexpectedAnswer
from services.shipping.app.domain import Booking


@dataclass(frozen=True)
class HttpCarrier:
    """Books and cancels under keys of their own, so that a repeated call books no second parcel."""

    service: ExternalService

    def book(self, key: str, parcels: tuple[str, ...], country: str) -> Booking:
        body = {"reference": key, "parcels": list(parcels), "country": country}
        answer = self.service.post("/bookings", f"booking-{key}", body)
        if answer.is_declined:
            return Booking(decline_reason=answer.text("reason", self.service.name))
        return Booking(booking_id=answer.text("bookingId", self.service.name))

    def cancel(self, key: str) -> None:
        answer = self.service.post("/cancellations", f"cancellation-{key}", {"reference": key})
        if answer.is_declined:
            raise UnexpectedAnswer(f"{self.service.name} declines to cancel the booking of {key}")
