"""Lambda: what feeds a function, in batches."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.lambda_ import retag
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

MAPPING = frozenset(
    {
        "batchSize",
        "bisectBatchOnFunctionError",
        "destinationConfig",
        "enabled",
        "eventSourceArn",
        "filterCriteria",
        "functionName",
        "functionResponseTypes",
        "maximumBatchingWindowInSeconds",
        "maximumRecordAgeInSeconds",
        "maximumRetryAttempts",
        "parallelizationFactor",
        "scalingConfig",
        "startingPosition",
    }
)
ONLY_AT_CREATION = frozenset({"eventSourceArn", "startingPosition"})
DESTINATION = {
    "destinationConfig.onFailure.destinationArn": "Destination",
    "destinationConfig.onSuccess.destinationArn": "Destination",
}


def create_mapping(cloud: Cloud, props: Props) -> str:
    request = {key: props[key] for key in MAPPING if key in props}
    request["eventSourceArn"] = stream_of(props["eventSourceArn"])
    request["tags"] = tags.tags_of(props)
    made = call(cloud.client("lambda"), "CreateEventSourceMapping", request, DESTINATION)
    return str(made["UUID"])


def stream_of(source: str) -> str:
    """The stream of a consumer with a throughput of its own, which the emulator cannot read by."""
    return source.partition("/consumer/")[0]


def find_mapping(cloud: Cloud, identity: Props) -> str | None:
    """AWS allows one mapping of a source to a function; the emulator needs to be asked first."""
    found = cloud.client("lambda").list_event_source_mappings(
        EventSourceArn=stream_of(identity["eventSourceArn"])
    )["EventSourceMappings"]
    mine = [one["UUID"] for one in found if identity["functionName"] in named(one["FunctionArn"])]
    return mine[0] if mine else None


def named(arn: str) -> tuple[str, str]:
    """The two ways to call a function: its ARN and its name."""
    return arn, arn.partition(":function:")[2]


def read_mapping(cloud: Cloud, uuid: str, props: Props) -> Props:
    found = to_properties(cloud.client("lambda").get_event_source_mapping(UUID=uuid))
    seen = {key: found[key] for key in MAPPING if key in found}
    seen["destinationConfig"] = {
        when: {"destinationArn": where["destination"]}
        for when, where in (seen.get("destinationConfig") or {}).items()
        if where.get("destination")
    }
    return seen | {
        "arn": cloud.arn("lambda", f"event-source-mapping:{uuid}"),
        "eventSourceArn": props.get("eventSourceArn", seen.get("eventSourceArn")),
        "enabled": found["state"] in ("Enabled", "Enabling", "Creating"),
        "functionArn": found["functionArn"],
        "functionName": same_way(props.get("functionName"), found["functionArn"]),
        "lastModified": found["lastModified"],
        "lastProcessingResult": found.get("lastProcessingResult", ""),
        "state": found["state"],
        "stateTransitionReason": found.get("stateTransitionReason", ""),
        "uuid": uuid,
    }


def same_way(said: str | None, arn: str) -> str:
    """The function as the program calls it, when that is the one which is mapped."""
    return said if said in named(arn) and said else arn


def update_mapping(cloud: Cloud, uuid: str, change: Change) -> None:
    gone = {key: value for key, value in UNSAID.items() if key in change.old}
    said = {key: change.new[key] for key in change.new if key in MAPPING - ONLY_AT_CREATION}
    call(
        cloud.client("lambda"),
        "UpdateEventSourceMapping",
        {"uuid": uuid} | gone | said,
        DESTINATION,
    )
    retag(cloud, cloud.arn("lambda", f"event-source-mapping:{uuid}"), change)


# The value that removes a property in UpdateEventSourceMapping.
UNSAID: Props = {
    "bisectBatchOnFunctionError": False,
    "destinationConfig": {},
    "filterCriteria": {"filters": []},
    "functionResponseTypes": [],
    "maximumBatchingWindowInSeconds": 0,
    "maximumRecordAgeInSeconds": -1,
    "maximumRetryAttempts": -1,
    "parallelizationFactor": 1,
    "scalingConfig": {},
}


TYPES = (
    ResourceType(
        token="aws:lambda/eventSourceMapping:EventSourceMapping",
        inputs=MAPPING,
        required=frozenset({"functionName", "eventSourceArn"}),
        outputs=frozenset(
            {
                "arn",
                "functionArn",
                "lastModified",
                "lastProcessingResult",
                "state",
                "stateTransitionReason",
                "uuid",
            }
        ),
        defaults={"enabled": True},
        replace_on=ONLY_AT_CREATION,
        volatile=frozenset({"lastModified"}),
        unordered=frozenset({"functionResponseTypes"}),
        taggable=True,
        create=create_mapping,
        find=find_mapping,
        read=read_mapping,
        update=update_mapping,
        delete=lambda cloud, uuid, props: cloud.client("lambda").delete_event_source_mapping(
            UUID=uuid
        ),
    ),
)
