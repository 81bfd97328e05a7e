"""EventBridge: buses and archives."""

from __future__ import annotations

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

BUS = ("name", "description", "deadLetterConfig", "kmsKeyIdentifier", "logConfig")
ARCHIVE = ("name", "description", "eventPattern", "kmsKeyIdentifier", "retentionDays")
ARCHIVE_WORDS = {"name": "ArchiveName"}


def chosen(names: tuple[str, ...], props: Props) -> Props:
    return {name: props[name] for name in names if props.get(name) is not None}


def tagged(props: Props) -> Props:
    pairs = tags.as_pairs(tags.tags_of(props))
    return {"tags": pairs} if pairs else {}


def create_bus(cloud: Cloud, props: Props) -> str:
    asked = {**chosen(BUS, props), **tagged(props)}
    shapes.call(cloud.client("events"), "CreateEventBus", asked)
    return str(props["name"])


def read_bus(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("events").describe_event_bus(Name=name)
    described = {"description": seen["Description"]} if seen.get("Description") else {}
    return {"name": name, "arn": seen["Arn"], **described}


def update_bus(cloud: Cloud, name: str, change: Change) -> None:
    events = cloud.client("events")
    if change.touches(*BUS):
        cleared = {"description": ""} if change.old.get("description") else {}
        shapes.call(events, "UpdateEventBus", {**cleared, **chosen(BUS, change.new)})
    tags.retag(events, cloud.arn("events", f"event-bus/{name}"), change, by="ResourceARN")


def create_archive(cloud: Cloud, props: Props) -> str:
    asked = {**chosen(ARCHIVE, props), "eventSourceArn": props["eventSourceArn"]}
    shapes.call(cloud.client("events"), "CreateArchive", asked, ARCHIVE_WORDS)
    return str(props["name"])


def read_archive(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("events").describe_archive(ArchiveName=name)
    pattern = {"eventPattern": seen["EventPattern"]} if seen.get("EventPattern") else {}
    return {
        **pattern,
        "name": name,
        "arn": seen["ArchiveArn"],
        "eventSourceArn": seen["EventSourceArn"],
        "retentionDays": seen.get("RetentionDays", 0),
    }


def update_archive(cloud: Cloud, name: str, change: Change) -> None:
    asked = {"description": "", **chosen(ARCHIVE, change.new)}
    shapes.call(cloud.client("events"), "UpdateArchive", asked, ARCHIVE_WORDS)


TYPES = (
    ResourceType(
        token="aws:cloudwatch/eventBus:EventBus",
        inputs=frozenset(BUS),
        outputs=frozenset({"arn"}),
        blocks={
            "deadLetterConfig": frozenset({"arn"}),
            "logConfig": frozenset({"includeDetail", "level"}),
        },
        replace_on=frozenset({"name"}),
        naming=Naming(limit=256),
        taggable=True,
        create=create_bus,
        read=read_bus,
        update=update_bus,
        delete=lambda cloud, name, props: cloud.client("events").delete_event_bus(Name=name),
    ),
    ResourceType(
        token="aws:cloudwatch/eventArchive:EventArchive",
        inputs=frozenset({*ARCHIVE, "eventSourceArn"}),
        required=frozenset({"eventSourceArn"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name", "eventSourceArn"}),
        naming=Naming(limit=48),
        documents=frozenset({"eventPattern"}),
        create=create_archive,
        read=read_archive,
        update=update_archive,
        delete=lambda cloud, name, props: cloud.client("events").delete_archive(ArchiveName=name),
    ),
)
