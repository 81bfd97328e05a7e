"""Step Functions: state machines."""

from __future__ import annotations

from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.shapes import call
from local.provider.wire import Props

SAID = ("definition", "loggingConfiguration", "name", "publish", "roleArn", "type")
IN_PLACE = ("definition", "loggingConfiguration", "roleArn")
NO_LOGS = {"level": "OFF", "includeExecutionData": False}


def worded(props: Props, *names: str) -> Props:
    """Properties in AWS's words: a list of log destinations where Pulumi has one."""
    said = {name: props[name] for name in names if name in props}
    if "loggingConfiguration" in said:
        logging = dict(said["loggingConfiguration"])
        group = logging.pop("logDestination", None)
        if group:
            logging["destinations"] = [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]
        said["loggingConfiguration"] = logging
    return said


def create_machine(cloud: Cloud, props: Props) -> str:
    request = worded(props, *SAID) | {"tags": tags.as_pairs(tags.tags_of(props), "key", "value")}
    return str(
        call(cloud.client("stepfunctions"), "CreateStateMachine", request)["stateMachineArn"]
    )


def read_machine(cloud: Cloud, arn: str, props: Props) -> Props:
    client = cloud.client("stepfunctions")
    found = client.describe_state_machine(stateMachineArn=arn)
    pairs = client.list_tags_for_resource(resourceArn=arn).get("tags", [])
    logging = found.get("loggingConfiguration", {})
    return {
        "arn": arn,
        "creationDate": found["creationDate"].isoformat(),
        "definition": found["definition"],
        "description": "",
        "name": found["name"],
        "revisionId": found.get("revisionId", ""),
        "roleArn": found["roleArn"],
        "stateMachineVersionArn": arn,
        "status": found["status"],
        "tags": tags.from_pairs(pairs, "key", "value"),
        "type": found["type"],
        "versionDescription": "",
        **({"loggingConfiguration": read_logging(logging)} if logging != NO_LOGS else {}),
    }


def read_logging(logging: dict[str, Any]) -> Props:
    groups = [
        one["cloudWatchLogsLogGroup"]["logGroupArn"] for one in logging.get("destinations", [])
    ]
    return {
        "level": logging["level"],
        "includeExecutionData": logging["includeExecutionData"],
        **({"logDestination": groups[0]} if groups else {}),
    }


def update_machine(cloud: Cloud, arn: str, change: Change) -> None:
    client = cloud.client("stepfunctions")
    if change.touches(*IN_PLACE):
        request = {"loggingConfiguration": NO_LOGS} | worded(change.new, *IN_PLACE)
        call(client, "UpdateStateMachine", {"stateMachineArn": arn, **request})
    if gone := tags.to_remove(change):
        client.untag_resource(resourceArn=arn, tagKeys=gone)
    if fresh := tags.to_set(change):
        client.tag_resource(resourceArn=arn, tags=tags.as_pairs(fresh, "key", "value"))


def delete_machine(cloud: Cloud, arn: str, props: Props) -> None:
    cloud.client("stepfunctions").delete_state_machine(stateMachineArn=arn)


TYPES = (
    ResourceType(
        token="aws:sfn/stateMachine:StateMachine",
        inputs=frozenset({*SAID, "namePrefix"}),
        required=frozenset({"definition", "roleArn"}),
        outputs=frozenset(
            {
                "arn",
                "creationDate",
                "description",
                "revisionId",
                "stateMachineVersionArn",
                "status",
                "versionDescription",
            }
        ),
        defaults={"publish": False, "type": "STANDARD"},
        replace_on=frozenset({"name", "namePrefix", "type"}),
        naming=Naming(limit=80),
        blocks={
            "loggingConfiguration": frozenset({"includeExecutionData", "level", "logDestination"}),
            "tracingConfiguration": frozenset({"enabled"}),
        },
        volatile=frozenset({"revisionId"}),
        unread=frozenset({"publish"}),
        documents=frozenset({"definition"}),
        taggable=True,
        create=create_machine,
        find=lambda cloud, identity: cloud.arn("states", f"stateMachine:{identity['name']}"),
        read=read_machine,
        update=update_machine,
        delete=delete_machine,
    ),
)
