"""IoT Core: topic rules with the actions that the emulator runs, and the policies of clients."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

# By the words of pulumi-aws: of a rule's actions, and of its error action.
ACTIONS = {"kineses": "kinesis", "lambdas": "lambda", "sns": "sns", "sqs": "sqs"}
ERRORS = frozenset(ACTIONS.values())
BLOCKS = {
    "kineses": frozenset({"partitionKey", "roleArn", "streamName"}),
    "lambdas": frozenset({"functionArn"}),
    "sns": frozenset({"messageFormat", "roleArn", "targetArn"}),
    "sqs": frozenset({"queueUrl", "roleArn", "useBase64"}),
    "errorAction": ERRORS,
    "errorAction.kinesis": frozenset({"partitionKey", "roleArn", "streamName"}),
    "errorAction.lambda": frozenset({"functionArn"}),
    "errorAction.sns": frozenset({"messageFormat", "roleArn", "targetArn"}),
    "errorAction.sqs": frozenset({"queueUrl", "roleArn", "useBase64"}),
}

# A policy keeps five versions, of which one is its default:
# https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicyVersion.html
VERSIONS = 5


def payload(props: Props) -> dict[str, Any]:
    """A rule as the API takes it."""
    actions = [{kind: each} for name, kind in ACTIONS.items() for each in props.get(name) or ()]
    given = {
        "sql": props["sql"],
        "awsIotSqlVersion": props["sqlVersion"],
        "ruleDisabled": not props["enabled"],
        "description": props.get("description", ""),
        "actions": actions,
    }
    error = props.get("errorAction")
    return {**given, "errorAction": error} if error else given


def create_rule(cloud: Cloud, props: Props) -> str:
    given = tags.tags_of(props)
    tagged = {"tags": urlencode(given)} if given else {}
    cloud.client("iot").create_topic_rule(
        ruleName=props["name"], topicRulePayload=payload(props), **tagged
    )
    return str(props["name"])


def read_rule(cloud: Cloud, name: str, props: Props) -> Props | None:
    """Of a rule that is not there IoT Core says that access to it is denied."""
    iot = cloud.client("iot")
    try:
        seen = iot.get_topic_rule(ruleName=name)
    except iot.exceptions.UnauthorizedException:
        return None
    rule = seen["rule"]
    found = {
        "name": name,
        "arn": seen["ruleArn"],
        "sql": rule["sql"],
        "sqlVersion": rule["awsIotSqlVersion"],
        "enabled": not rule["ruleDisabled"],
        "description": rule.get("description", ""),
        "errorAction": rule.get("errorAction"),
        **{
            ours: [each[kind] for each in rule["actions"] if kind in each] or None
            for ours, kind in ACTIONS.items()
        },
    }
    return {key: value for key, value in found.items() if value is not None}


def update_rule(cloud: Cloud, name: str, change: Change) -> None:
    iot = cloud.client("iot")
    iot.replace_topic_rule(ruleName=name, topicRulePayload=payload(change.new))
    retag(iot, cloud.arn("iot", f"rule/{name}"), change)


def retag(iot: Any, arn: str, change: Change) -> None:
    if gone := tags.to_remove(change):
        iot.untag_resource(resourceArn=arn, tagKeys=gone)
    if fresh := tags.to_set(change):
        iot.tag_resource(resourceArn=arn, tags=tags.as_pairs(fresh))


def delete_rule(cloud: Cloud, name: str, props: Props) -> None:
    iot = cloud.client("iot")
    if read_rule(cloud, name, props) is not None:
        iot.delete_topic_rule(ruleName=name)


def create_policy(cloud: Cloud, props: Props) -> str:
    given = tags.as_pairs(tags.tags_of(props))
    cloud.client("iot").create_policy(
        policyName=props["name"],
        policyDocument=props["policy"],
        **({"tags": given} if given else {}),
    )
    return str(props["name"])


def read_policy(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("iot").get_policy(policyName=name)
    return {
        "name": name,
        "arn": seen["policyArn"],
        "policy": seen["policyDocument"],
        "defaultVersionId": seen["defaultVersionId"],
    }


def update_policy(cloud: Cloud, name: str, change: Change) -> None:
    iot = cloud.client("iot")
    if change.touches("policy"):
        others = other_versions(iot, name)
        if len(others) == VERSIONS - 1:
            iot.delete_policy_version(policyName=name, policyVersionId=others[0])
        iot.create_policy_version(
            policyName=name, policyDocument=change.new["policy"], setAsDefault=True
        )
    retag(iot, cloud.arn("iot", f"policy/{name}"), change)


def delete_policy(cloud: Cloud, name: str, props: Props) -> None:
    iot = cloud.client("iot")
    for version in other_versions(iot, name):
        iot.delete_policy_version(policyName=name, policyVersionId=version)
    iot.delete_policy(policyName=name)


def other_versions(iot: Any, name: str) -> list[str]:
    """The versions of a policy that are not its default, the oldest first."""
    found = iot.list_policy_versions(policyName=name)["policyVersions"]
    found.sort(key=lambda each: each["createDate"])
    return [each["versionId"] for each in found if not each["isDefaultVersion"]]


TYPES = (
    ResourceType(
        token="aws:iot/topicRule:TopicRule",
        inputs=frozenset(
            {"description", "enabled", "errorAction", "name", "sql", "sqlVersion", *ACTIONS}
        ),
        required=frozenset({"enabled", "sql", "sqlVersion"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=128, separator="_"),
        blocks=BLOCKS,
        taggable=True,
        create=create_rule,
        read=read_rule,
        update=update_rule,
        delete=delete_rule,
    ),
    ResourceType(
        token="aws:iot/policy:Policy",
        inputs=frozenset({"name", "policy"}),
        required=frozenset({"policy"}),
        outputs=frozenset({"arn", "defaultVersionId"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=128),
        documents=frozenset({"policy"}),
        volatile=frozenset({"defaultVersionId"}),
        taggable=True,
        create=create_policy,
        read=read_policy,
        update=update_policy,
        delete=delete_policy,
    ),
)
