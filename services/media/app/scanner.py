"""The scanner of this stage: the adapter that its settings name."""

from __future__ import annotations

from runtime.clients.external import ExternalService
from runtime.environment import environment
from services.media.app.domain import Scanner
from services.media.app.http_scanner import HttpScanner
from services.media.app.simulated_scanner import SimulatedScanner

SCANNER = environment("SCANNER")


def configured_scanner() -> Scanner:
    """The scanner of a function, made once when it starts."""
    if SCANNER == "simulated":
        return SimulatedScanner()
    service = ExternalService(
        name="the scanner",
        url=environment("SCANNER_ENDPOINT"),
        secret_name=environment("SCANNER_SECRET"),
    )
    return HttpScanner(service)
