"""Choices: one AWS service or another, and when a service is really needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Literal

FIFO_MESSAGES_PER_SECOND = 3000
EXPRESS_SECONDS = 300
STANDARD_EXECUTIONS_PER_SECOND = 2000
FUNCTION_SECONDS = 900
MANY_CONNECTIONS = 100_000
ITEM_KILOBYTES = 400
BUS_FEATURES = ("routing", "transformation", "schema registry", "replay")

# Why a service is needed; one reason is enough. From the lists of the documents.
REASONS: Mapping[str, tuple[str, ...]] = {
    "Step Functions": (
        "more than 3 steps",
        "retries and errors to manage",
        "approval by people",
        "long-running",
    ),
    "EventBridge": (
        "more than 3 subscribers",
        "routing by rules",
        "filtering and transformation",
        "replay and archive",
    ),
    "service of its own": ("business capability", "bounded context", "team of its own"),
    "SQS": ("decoupling and buffering", "spikes of traffic", "retries", "background work"),
    "S3": ("files, large or static objects, cold data",),
    "DynamoDB": ("records that are looked up by key, often and fast",),
    "Lambda": ("event-driven, intermittent, short",),
    "Fargate": ("continuous or long tasks",),
    "EC2": ("special hardware, full control",),
}


def needed(service: str, reasons: Collection[str]) -> bool:
    """Whether one of the reasons counts; raises ``ValueError`` for a service without a list."""
    if service not in REASONS:
        raise ValueError(f"service must be one of {', '.join(REASONS)}, got {service}")
    return any(reason in REASONS[service] for reason in reasons)


def topic_or_bus(subscribers: int, features: Collection[str] = ()) -> str:
    """SNS for few subscribers: simple, with little delay and at little cost, and with filters on
    attributes. EventBridge for five and more, and at any count for routing by content,
    transformation, a schema registry, replay and archive.
    """
    if any(feature in BUS_FEATURES for feature in features):
        return "EventBridge"
    if subscribers <= 2:
        return "a direct call or SNS"
    if subscribers == 3:
        return "SNS"
    return "SNS, or EventBridge" if subscribers == 4 else "EventBridge"


def api(*, graphql: bool = False, subscriptions: bool = False, front_end: bool = False) -> str:
    """AppSync towards front ends that ask by GraphQL or subscribe, API Gateway otherwise."""
    return "AppSync" if graphql or (front_end and subscriptions) else "API Gateway"


def bus(*, of_aws: bool) -> Literal["default", "custom"]:
    """A bus of its own for events of the application, so that its archive and its rules see nothing
    else; the default one for those of AWS services, which come on no other.
    """
    return "default" if of_aws else "custom"


def queue(*, ordered: bool, per_second: float = 0) -> Literal["Standard", "FIFO"]:
    """FIFO for order or single delivery, up to 3,000 messages a second; Standard otherwise."""
    return "FIFO" if ordered and per_second <= FIFO_MESSAGES_PER_SECOND else "Standard"


def workflow(
    *, seconds: float, per_second: float = 0, repeatable: bool = False, waits: bool = False
) -> Literal["Standard", "Express"]:
    """Standard, unless a rate above its own asks for Express, it takes less than five minutes, the
    states may run twice, and none waits for a task token.
    """
    fast = per_second > STANDARD_EXECUTIONS_PER_SECOND
    able = repeatable and not waits and seconds < EXPRESS_SECONDS
    return "Express" if fast and able else "Standard"


def capacity(*, early: bool, variable: bool) -> Literal["on demand", "provisioned"]:
    """On demand until the load is known and even."""
    return "on demand" if early or variable else "provisioned"


def edge(
    *, milliseconds: float, network: bool = False, body: bool = False, origin: bool = False
) -> Literal["CloudFront Function", "Lambda@Edge"]:
    """A CloudFront Function for what takes less than a millisecond and looks at headers alone."""
    light = milliseconds < 1 and not (network or body or origin)
    return "CloudFront Function" if light else "Lambda@Edge"


def compute(*, seconds: float, continuous: bool = False, special: bool = False) -> str:
    """Lambda for short work on events, Fargate for long or continuous work, EC2 for the rest."""
    if special:
        return "EC2"
    return "Fargate" if continuous or seconds > FUNCTION_SECONDS else "Lambda"


def store(*, kilobytes: float, looked_up: bool) -> Literal["S3", "DynamoDB"]:
    """DynamoDB for records that are looked up and fit an item of 400 KB, S3 for files."""
    return "DynamoDB" if looked_up and kilobytes <= ITEM_KILOBYTES else "S3"


def tables(*, read_together: bool, apart: bool = False) -> Literal["one table", "several tables"]:
    """One table of a service, its entities under a composite key, where one query reads several
    kinds at once; several, one an entity, where each has a stream, a capacity or a backup apart.
    """
    return "one table" if read_together and not apart else "several tables"


def connections(count: int) -> Literal["WebSocket API", "IoT Core"]:
    """A WebSocket API, which keeps its connections in a table; topics of IoT Core from a hundred
    thousand on, where sending to each by itself takes too long.
    """
    return "IoT Core" if count > MANY_CONNECTIONS else "WebSocket API"


def actions(*, independent: bool) -> Literal["fan-out", "workflow"]:
    """Fan-out where actions on an event are independent and may run side by side; a workflow where
    one needs what another has done.
    """
    return "fan-out" if independent else "workflow"


def coordination(
    *, undo: bool = False, ordered: bool = False, visible: bool = False
) -> Literal["orchestration", "choreography"]:
    """A workflow where steps have an order, are undone or looked at; events where they have not."""
    return "orchestration" if undo or ordered or visible else "choreography"


def call(*, changes: bool) -> Literal["event", "synchronous call"]:
    """Changes are events, queries are calls."""
    return "event" if changes else "synchronous call"


# In the order of a reader who builds from the outside in; each says its rule.
CHOICES: Mapping[str, Callable[..., str]] = {
    "AppSync or API Gateway": api,
    "a WebSocket API or IoT Core": connections,
    "an event or a call": call,
    "a topic or a bus": topic_or_bus,
    "a bus of its own or the default one": bus,
    "a Standard or a FIFO queue": queue,
    "fan-out or a workflow": actions,
    "a workflow or a choreography": coordination,
    "a Standard or an Express workflow": workflow,
    "S3 or DynamoDB": store,
    "one table or several": tables,
    "capacity on demand or provisioned": capacity,
    "a CloudFront Function or Lambda@Edge": edge,
    "Lambda, Fargate or EC2": compute,
}
