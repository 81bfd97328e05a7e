"""A trip: the workflow blueprint; a flight and a hotel, both or neither, and news of the end."""

import pulumi
from pulumi import ResourceOptions

from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.patterns import WORKFLOW
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.workflow.integrations import invoke
from components.workflow.saga import Saga, Step
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs

with Blueprint("app", BlueprintArgs(pattern=WORKFLOW)) as app:
    part = ResourceOptions(parent=app)
    trips = Table("trips", TableArgs(key="id"), part)
    bus = EventBus("trips", EventBusArgs(name="trips-bus", archive_days=7), part)
    uses = (trips.write("TRIPS_TABLE"), bus.publish("BUS", sources=("trips",)))

    def task(name, handler):
        args = FunctionArgs(handler=f"trip.{handler}", code="app", preset="simple", uses=uses)
        function = Function(handler.replace("_", "-"), args, part)
        return Task(name, does=invoke(function), timeout=60)

    flight = Step(action=task("Flight", "book"), compensation=task("NoFlight", "cancel"))
    saga = Saga(
        steps=(flight, Step(action=task("Hotel", "reserve"), compensation=task("NoHotel", "free"))),
        completion=task("Confirm", "confirm"),
        failure=task("Apologise", "apologise"),
        error="TripNotBooked",
    )
    trip = Workflow("trip", WorkflowArgs(definition=saga.definition()), part)

pulumi.export("workflowArn", trip.arn)
pulumi.export("tableName", trips.name)
