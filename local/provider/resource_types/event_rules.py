"""EventBridge: rules and their targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.events import chosen, tagged
from local.provider.wire import Props

DEFAULT_BUS = "default"
RULE = ("name", "eventBusName", "description", "eventPattern", "roleArn", "scheduleExpression")
TARGET = (
    "arn",
    "deadLetterConfig",
    "httpTarget",
    "input",
    "inputPath",
    "inputTransformer",
    "kinesisTarget",
    "retryPolicy",
    "roleArn",
    "sqsTarget",
)
BLOCKS = {
    "deadLetterConfig": frozenset({"arn"}),
    "httpTarget": frozenset({"headerParameters", "pathParameterValues", "queryStringParameters"}),
    "inputTransformer": frozenset({"inputPaths", "inputTemplate"}),
    "kinesisTarget": frozenset({"partitionKeyPath"}),
    "retryPolicy": frozenset({"maximumEventAgeInSeconds", "maximumRetryAttempts"}),
    "sqsTarget": frozenset({"messageGroupId"}),
}
TARGET_WORDS = {
    "httpTarget": "HttpParameters",
    "inputTransformer.inputPaths": "InputPathsMap",
    "kinesisTarget": "KinesisParameters",
    "sqsTarget": "SqsParameters",
    "retryPolicy.maximumEventAgeInSeconds": "MaximumEventAgeInSeconds",
}
# What a target says of itself in words that need no translation.
SEEN = ("Arn", "DeadLetterConfig", "Input", "InputPath", "RetryPolicy", "RoleArn")


def rule_id(props: Props) -> str:
    bus = props.get("eventBusName", DEFAULT_BUS)
    return str(props["name"]) if bus == DEFAULT_BUS else f"{bus}/{props['name']}"


def rule_of(id_: str) -> dict[str, str]:
    bus, _, name = id_.rpartition("/")
    return {"Name": name, "EventBusName": bus or DEFAULT_BUS}


def state_of(props: Props) -> str:
    return str(props.get("state") or ("DISABLED" if props.get("isEnabled") is False else "ENABLED"))


def put_rule(cloud: Cloud, props: Props, more: Props) -> str:
    asked = {**chosen(RULE, props), "state": state_of(props), **more}
    shapes.call(cloud.client("events"), "PutRule", asked)
    return rule_id(props)


def read_rule(cloud: Cloud, id_: str, props: Props) -> Props:
    seen = cloud.client("events").describe_rule(**rule_of(id_))
    texts: Any = shapes.to_properties({name: seen[name] for name in seen if seen[name]})
    found = {name: texts[name] for name in RULE if name in texts}
    return {**found, "arn": seen["Arn"], "state": seen["State"]}


def update_rule(cloud: Cloud, id_: str, change: Change) -> None:
    events = cloud.client("events")
    if change.touches(*RULE, "state", "isEnabled"):
        put_rule(cloud, change.new, {"description": change.new.get("description", "")})
    arn = events.describe_rule(**rule_of(id_))["Arn"]
    tags.retag(events, arn, change, by="ResourceARN")


def delete_rule(cloud: Cloud, id_: str, props: Props) -> None:
    events = cloud.client("events")
    if props.get("forceDestroy"):
        name, bus = rule_of(id_)["Name"], rule_of(id_)["EventBusName"]
        targets = events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]
        if targets:
            ids = [target["Id"] for target in targets]
            events.remove_targets(Rule=name, EventBusName=bus, Ids=ids)
    events.delete_rule(**rule_of(id_))


def rule_needs_a_trigger(props: Props) -> Iterator[str]:
    if not props.get("eventPattern") and not props.get("scheduleExpression"):
        yield "eventPattern or scheduleExpression is required"


def target_of(props: Props) -> dict[str, str]:
    return {"Rule": props["rule"], "EventBusName": props.get("eventBusName", DEFAULT_BUS)}


def put_target(cloud: Cloud, props: Props) -> str:
    events = cloud.client("events")
    shape = events.meta.service_model.shape_for("Target")
    target = shapes.to_request(shape, chosen(TARGET, props), TARGET_WORDS)
    said = events.put_targets(**target_of(props), Targets=[{**target, "Id": props["targetId"]}])
    for failed in said.get("FailedEntries", []):
        raise ProviderError(f"{failed.get('ErrorCode')}: {failed.get('ErrorMessage')}")
    bus = props.get("eventBusName", DEFAULT_BUS)
    return f"{bus}-{props['rule']}-{props['targetId']}"


def read_target(cloud: Cloud, id_: str, props: Props) -> Props | None:
    seen = cloud.client("events").list_targets_by_rule(**target_of(props))["Targets"]
    for target in seen:
        if target["Id"] == props["targetId"]:
            return {**observed(target), "targetId": target["Id"]}
    return None


def observed(target: dict[str, Any]) -> Props:
    """A target in Pulumi's words; the keys of its maps are the program's own, and stay."""
    found: Props = shapes.to_properties({name: target[name] for name in SEEN if target.get(name)})
    if sent := target.get("SqsParameters"):
        found["sqsTarget"] = shapes.to_properties(sent)
    if keyed := target.get("KinesisParameters"):
        found["kinesisTarget"] = shapes.to_properties(keyed)
    if made := target.get("InputTransformer"):
        paths = {"inputPaths": made["InputPathsMap"]} if made.get("InputPathsMap") else {}
        found["inputTransformer"] = {**paths, "inputTemplate": made["InputTemplate"]}
    if asked := target.get("HttpParameters"):
        found["httpTarget"] = {name[:1].lower() + name[1:]: asked[name] for name in asked}
    return found


def delete_target(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("events").remove_targets(**target_of(props), Ids=[props["targetId"]])


TYPES = (
    ResourceType(
        token="aws:cloudwatch/eventRule:EventRule",
        inputs=frozenset({*RULE, "namePrefix", "state", "isEnabled", "forceDestroy"}),
        outputs=frozenset({"arn"}),
        defaults={"eventBusName": DEFAULT_BUS, "forceDestroy": False},
        replace_on=frozenset({"name", "namePrefix", "eventBusName"}),
        naming=Naming(limit=64),
        documents=frozenset({"eventPattern"}),
        # A rule is enabled unless the program says otherwise.
        unread=frozenset({"isEnabled", "forceDestroy"}),
        watched=frozenset({"state"}),
        taggable=True,
        check=rule_needs_a_trigger,
        create=lambda cloud, props: put_rule(cloud, props, tagged(props)),
        find=lambda cloud, identity: rule_id(identity),
        read=read_rule,
        update=update_rule,
        delete=delete_rule,
    ),
    ResourceType(
        token="aws:cloudwatch/eventTarget:EventTarget",
        inputs=frozenset({*TARGET, "rule", "eventBusName", "targetId", "forceDestroy"}),
        required=frozenset({"arn", "rule"}),
        defaults={"eventBusName": DEFAULT_BUS, "forceDestroy": False},
        replace_on=frozenset({"rule", "eventBusName", "targetId"}),
        naming=Naming(property="targetId", limit=64),
        blocks=BLOCKS,
        documents=frozenset({"input"}),
        unread=frozenset({"forceDestroy"}),
        create=put_target,
        read=read_target,
        update=lambda cloud, id_, change: put_target(cloud, change.new),
        delete=delete_target,
    ),
)
