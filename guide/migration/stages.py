"""Stages: the four of a migration, each with its blueprint and its steps, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from components.blueprints.pattern import Pattern
from components.blueprints.patterns import FAN_OUT, MICROSERVICES, SIMPLE_REST, WORKFLOW
from guide.migration.inventory import Trait


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what to do, and what of this catalogue it is done with; ``command`` is typed."""

    id: str
    text: str
    components: tuple[str, ...] = ()
    example: str | None = None
    command: str | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Modules of one trait become what the blueprint is."""

    number: int
    title: str
    trait: Trait
    blueprint: Pattern
    steps: tuple[Step, ...]


READS = Stage(
    number=1,
    title="reads and simple changes",
    trait="crud",
    blueprint=SIMPLE_REST,
    steps=(
        Step(
            id="MIG-21",
            text="find the endpoints without state",
            command="platform migrate plan INVENTORY.yaml",
        ),
        Step(
            id="MIG-22",
            text="take the data access out, and move the rows into tables of DynamoDB",
            components=("Table",),
            example="rest-api",
        ),
        Step(
            id="MIG-23",
            text="make a function of each controller",
            components=("Function",),
            command="platform new service NAME",
        ),
        Step(
            id="MIG-24",
            text="put the routes in front of the old system, which answers all others",
            components=("HttpApi", "RestApi"),
            example="strangler",
            command="platform example strangler",
        ),
        Step(
            id="MIG-25",
            text="sign users in by Cognito, and have the API check the tokens",
            components=("UserPool",),
            example="user-pool",
        ),
    ),
)
BACKGROUND = Stage(
    number=2,
    title="background work",
    trait="async",
    blueprint=FAN_OUT,
    steps=(
        Step(
            id="MIG-31",
            text="find the work that no caller waits for",
            command="platform migrate plan INVENTORY.yaml",
        ),
        Step(
            id="MIG-32",
            text="choose what starts it: a new object, a changed row, a schedule, a message",
            components=("Bucket", "ObjectRoute", "Table", "Schedule"),
            example="object-routes",
        ),
        Step(
            id="MIG-33",
            text="put a topic or a queue between those who publish and those who consume",
            components=("FanOut", "QueueWorker"),
            example="fan-out",
            command="platform example fan-out",
        ),
        Step(
            id="MIG-34",
            text="make a function of each consumer",
            components=("Function",),
            example="queue-worker",
            command="platform event-sample sqs",
        ),
    ),
)
PROCESSES = Stage(
    number=3,
    title="processes of several steps",
    trait="workflow",
    blueprint=WORKFLOW,
    steps=(
        Step(id="MIG-41", text="draw the process", command="platform graph"),
        Step(
            id="MIG-42",
            text="name its steps, decisions and ways to fail",
            components=("Choice", "Parallel"),
            example="workflow",
        ),
        Step(
            id="MIG-43",
            text="design the state machine",
            components=("Workflow",),
            example="workflow",
            command="platform example workflow",
        ),
        Step(
            id="MIG-44",
            text="make each step a function, or an integration without one",
            components=("Function", "Workflow"),
            example="order-workflow",
        ),
        Step(
            id="MIG-45",
            text="add a compensation to each step that must be undone",
            components=("Saga",),
            example="saga",
            command="platform example saga",
        ),
    ),
)
DOMAINS = Stage(
    number=4,
    title="the domains",
    trait="domain",
    blueprint=MICROSERVICES,
    steps=(
        Step(
            id="MIG-51",
            text="analyse the domains, and draw the bounded contexts",
            command="platform advise",
        ),
        Step(
            id="MIG-52",
            text="cut services along the contexts, each with tables of its own",
            components=("Table",),
            example="blueprint-microservices",
        ),
        Step(
            id="MIG-53",
            text="make each service a unit that is deployed alone",
            command="platform new service NAME",
        ),
        Step(
            id="MIG-54",
            text="let queries be calls, and changes events of the bus",
            components=("HttpApi", "EventBus", "EventSubscription"),
            example="service-integration",
            command="platform example service-integration",
        ),
        Step(
            id="MIG-55",
            text="let services find each other by parameters",
            example="service-integration",
            command="platform outputs",
        ),
        Step(
            id="MIG-56",
            text="trace and watch all of it: one correlation id, a dashboard a service, alarms",
            components=("Dashboard",),
            example="alarms-and-dashboard",
            command="platform trace ID",
        ),
    ),
)
STAGES = (READS, BACKGROUND, PROCESSES, DOMAINS)
