"""A trip: a flight and a hotel, both or neither."""

import pulumi

from components.compute.function import Function, FunctionArgs
from components.workflow.integrations import invoke
from components.workflow.saga import Saga, Step
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs


def task(name: str, handler: str) -> Task:
    args = FunctionArgs(handler=f"trip.{handler}", code="app", preset="simple")
    return Task(name, does=invoke(Function(handler.replace("_", "-"), args)), timeout=60)


saga = Saga(
    steps=(
        Step(action=task("Flight", "book_flight"), compensation=task("NoFlight", "cancel_flight")),
        Step(
            action=task("Hotel", "book_hotel"),
            compensation=task("NoHotel", "cancel_hotel"),
            no_effect_errors=("Full",),
        ),
    ),
    completion=task("Confirm", "confirm"),
    failure=task("Apologise", "apologise"),
    error="TripNotBooked",
)
trip = Workflow("trip", WorkflowArgs(definition=saga.definition()))

pulumi.export("workflowArn", trip.arn)
