"""EventBridge Scheduler: schedules and their groups."""

from __future__ import annotations

from typing import Any

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.events import chosen, tagged
from local.provider.wire import Props

DEFAULT_GROUP = "default"
TIMES = ("startDate", "endDate")
TEXTS = (
    "actionAfterCompletion",
    "description",
    "flexibleTimeWindow",
    "groupName",
    "kmsKeyArn",
    "name",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "state",
    "target",
)
BLOCKS = {
    "flexibleTimeWindow": frozenset({"maximumWindowInMinutes", "mode"}),
    "target": frozenset(
        {"arn", "deadLetterConfig", "input", "retryPolicy", "roleArn", "sqsParameters"}
    ),
    "target.deadLetterConfig": frozenset({"arn"}),
    "target.retryPolicy": frozenset({"maximumEventAgeInSeconds", "maximumRetryAttempts"}),
    "target.sqsParameters": frozenset({"messageGroupId"}),
}


def schedule_id(props: Props) -> str:
    return f"{props.get('groupName', DEFAULT_GROUP)}/{props['name']}"


def schedule_of(id_: str) -> dict[str, str]:
    group, _, name = id_.partition("/")
    return {"GroupName": group, "Name": name}


def create_schedule(cloud: Cloud, props: Props) -> str:
    shapes.call(cloud.client("scheduler"), "CreateSchedule", chosen((*TEXTS, *TIMES), props))
    return schedule_id(props)


def read_schedule(cloud: Cloud, id_: str, props: Props) -> Props:
    seen = cloud.client("scheduler").get_schedule(**schedule_of(id_))
    words: Any = shapes.to_properties(seen)
    return {**{name: words[name] for name in TEXTS if words.get(name)}, "arn": seen["Arn"]}


def update_schedule(cloud: Cloud, id_: str, change: Change) -> None:
    """UpdateSchedule removes every property that it is not given."""
    shapes.call(cloud.client("scheduler"), "UpdateSchedule", chosen((*TEXTS, *TIMES), change.new))


def delete_schedule(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("scheduler").delete_schedule(**schedule_of(id_))


def create_group(cloud: Cloud, props: Props) -> str:
    asked = {"name": props["name"], **tagged(props)}
    shapes.call(cloud.client("scheduler"), "CreateScheduleGroup", asked)
    return str(props["name"])


def read_group(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("scheduler").get_schedule_group(Name=name)
    return {
        "name": name,
        "arn": seen["Arn"],
        "creationDate": seen["CreationDate"].isoformat(),
        "lastModificationDate": seen["LastModificationDate"].isoformat(),
        "state": seen["State"],
    }


def retag_group(cloud: Cloud, name: str, change: Change) -> None:
    tags.retag(cloud.client("scheduler"), cloud.arn("scheduler", f"schedule-group/{name}"), change)


TYPES = (
    ResourceType(
        token="aws:scheduler/schedule:Schedule",
        inputs=frozenset({*TEXTS, *TIMES, "namePrefix"}),
        required=frozenset({"flexibleTimeWindow", "scheduleExpression", "target"}),
        outputs=frozenset({"arn"}),
        defaults={
            "actionAfterCompletion": "NONE",
            "groupName": DEFAULT_GROUP,
            "scheduleExpressionTimezone": "UTC",
            "state": "ENABLED",
        },
        replace_on=frozenset({"groupName", "name", "namePrefix"}),
        naming=Naming(limit=64),
        blocks=BLOCKS,
        create=create_schedule,
        find=lambda cloud, identity: schedule_id(identity),
        read=read_schedule,
        update=update_schedule,
        delete=delete_schedule,
    ),
    ResourceType(
        token="aws:scheduler/scheduleGroup:ScheduleGroup",
        inputs=frozenset({"name", "namePrefix"}),
        outputs=frozenset({"arn", "creationDate", "lastModificationDate", "state"}),
        replace_on=frozenset({"name", "namePrefix"}),
        naming=Naming(limit=64),
        taggable=True,
        create=create_group,
        read=read_group,
        update=retag_group,
        delete=lambda cloud, name, props: cloud.client("scheduler").delete_schedule_group(
            Name=name
        ),
    ),
)
