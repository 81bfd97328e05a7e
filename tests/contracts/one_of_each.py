"""One of each event that a service publishes."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from settings import SERVICES
from tests.services.sample_messages import (
    cancelled,
    confirmed,
    delivered,
    fulfilled,
    paid,
    payment_requested,
    placed,
    recalled,
    refund_requested,
    refunded,
    refused,
    release_requested,
    released,
    reservation_requested,
    reserved,
    shipment_cancellation_requested,
    shipment_requested,
    shipped,
    short,
    unserved,
)


def samples_of(service: str) -> Any:
    """The ``EVENTS`` of ``tests/contracts/samples/<service>.py``, if the service has that file."""
    name = f"tests.contracts.samples.{service}"
    return import_module(name).EVENTS if find_spec(name) else ()


ONE_OF_EACH = [
    placed(),
    confirmed(),
    cancelled(),
    reservation_requested(),
    release_requested(),
    payment_requested(),
    refund_requested(),
    shipment_requested(),
    shipment_cancellation_requested(),
    reserved(),
    short(),
    released(),
    paid(),
    refused(),
    refunded(),
    shipped(),
    unserved(),
    recalled(),
    delivered(),
    fulfilled(),
    *(event for service in SERVICES for event in samples_of(service)),
]
