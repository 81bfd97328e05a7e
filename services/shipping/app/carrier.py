"""The carrier of this stage: the adapter that its settings name."""

from __future__ import annotations

from runtime.clients.external import ExternalService
from runtime.environment import environment
from services.shipping.app.domain import Carrier
from services.shipping.app.http_carrier import HttpCarrier
from services.shipping.app.simulated_carrier import SimulatedCarrier

CARRIER = environment("CARRIER")


def configured_carrier() -> Carrier:
    """The carrier of a function, made once when it starts."""
    if CARRIER == "simulated":
        return SimulatedCarrier()
    service = ExternalService(
        name="the carrier",
        url=environment("CARRIER_ENDPOINT"),
        secret_name=environment("CARRIER_SECRET"),
    )
    return HttpCarrier(service)
