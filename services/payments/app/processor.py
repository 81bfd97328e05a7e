"""The payment processor of this stage: the adapter that its settings name."""

from __future__ import annotations

from runtime.clients.external import ExternalService
from runtime.environment import environment
from services.payments.app.domain import Processor
from services.payments.app.http_processor import HttpProcessor
from services.payments.app.simulated_processor import SimulatedProcessor

PAYMENT_PROCESSOR = environment("PAYMENT_PROCESSOR")


def configured_processor() -> Processor:
    """The processor of a function, made once when it starts."""
    if PAYMENT_PROCESSOR == "simulated":
        return SimulatedProcessor()
    service = ExternalService(
        name="the payment processor",
        url=environment("PAYMENT_PROCESSOR_ENDPOINT"),
        secret_name=environment("PAYMENT_PROCESSOR_SECRET"),
    )
    return HttpProcessor(service)
