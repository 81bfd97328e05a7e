"""A trip of a flight and a hotel, in the example of the workflow blueprint."""

from __future__ import annotations

from tests.simulator.stubs import Fails
from tests.workflows.scenario import Scenario

STATES = ("Flight", "Hotel", "NoFlight", "NoHotel", "Confirm", "Apologise")
WORKS = {name: {} for name in STATES}
TRIP = {"id": "trip-1", "to": "Lisbon"}
UNDONE = ("Apologise", "EverythingUndone", "Failed")

SCENARIOS = [
    Scenario(
        name="both are booked",
        input=TRIP,
        stubs=WORKS,
        ends="Completed",
        visited=("Flight", "Hotel", "Confirm", "Completed"),
    ),
    Scenario(
        name="a hotel that may be booked is cancelled, and so is the flight",
        input=TRIP,
        stubs={**WORKS, "Hotel": Fails("Full")},
        ends="Failed",
        error="TripNotBooked",
        visited=("Flight", "Hotel", "NoHotel", "NoFlight", *UNDONE),
    ),
    Scenario(
        name="a flight that cannot be cancelled is reported",
        input=TRIP,
        stubs={**WORKS, "Hotel": Fails("Full"), "NoFlight": Fails("Boom")},
        ends="CompensationFailed",
        error="CompensationFailed",
    ),
]
