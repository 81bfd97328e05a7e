"""Lambda: who may invoke a function, under which name, and where its failures go."""

from __future__ import annotations

import json

from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.lambda_ import invoke_arn
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

PERMISSION = frozenset(
    {
        "action",
        "eventSourceToken",
        "function",
        "functionUrlAuthType",
        "principal",
        "principalOrgId",
        "qualifier",
        "sourceAccount",
        "sourceArn",
        "statementId",
    }
)
ALIAS = frozenset({"description", "functionName", "functionVersion", "name"})
FAILURES = frozenset({"destinationConfig", "maximumEventAgeInSeconds", "maximumRetryAttempts"})


def qualified(props: Props) -> Props:
    """A function's name and qualifier, as every call about one of its versions takes them."""
    qualifier = {"Qualifier": props["qualifier"]} if props.get("qualifier") else {}
    return {"FunctionName": props.get("function") or props["functionName"], **qualifier}


def create_permission(cloud: Cloud, props: Props) -> str:
    said = {key: props[key] for key in PERMISSION if key in props}
    call(cloud.client("lambda"), "AddPermission", said, {"function": "FunctionName"})
    return str(props["statementId"])


def read_permission(cloud: Cloud, statement: str, props: Props) -> Props | None:
    policy = json.loads(cloud.client("lambda").get_policy(**qualified(props))["Policy"])
    for found in policy["Statement"]:
        if found["Sid"] == statement:
            return {"statementId": statement, "action": found["Action"]}
    return None


def delete_permission(cloud: Cloud, statement: str, props: Props) -> None:
    cloud.client("lambda").remove_permission(StatementId=statement, **qualified(props))


def create_failures(cloud: Cloud, props: Props) -> str:
    put_failures(cloud, props)
    return ":".join(qualified(props).values())


def put_failures(cloud: Cloud, props: Props) -> None:
    said = {key: props[key] for key in FAILURES if key in props}
    call(cloud.client("lambda"), "PutFunctionEventInvokeConfig", qualified(props) | said)


def read_failures(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("lambda").get_function_event_invoke_config(**qualified(props))
    return {key: value for key, value in to_properties(found).items() if key in FAILURES}


def delete_failures(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("lambda").delete_function_event_invoke_config(**qualified(props))


def create_alias(cloud: Cloud, props: Props) -> str:
    said = {key: props[key] for key in ALIAS if key in props}
    return str(call(cloud.client("lambda"), "CreateAlias", said)["AliasArn"])


def read_alias(cloud: Cloud, arn: str, props: Props) -> Props:
    function, _, name = arn.rpartition(":")
    found = cloud.client("lambda").get_alias(FunctionName=function, Name=name)
    return {
        "arn": found["AliasArn"],
        "invokeArn": invoke_arn(cloud, found["AliasArn"]),
        "name": found["Name"],
        "functionVersion": found["FunctionVersion"],
        "description": found.get("Description", ""),
    }


def update_alias(cloud: Cloud, arn: str, change: Change) -> None:
    said = {key: change.new[key] for key in ALIAS if key in change.new}
    call(cloud.client("lambda"), "UpdateAlias", {"description": "", **said})


def delete_alias(cloud: Cloud, arn: str, props: Props) -> None:
    function, _, name = arn.rpartition(":")
    cloud.client("lambda").delete_alias(FunctionName=function, Name=name)


TYPES = (
    ResourceType(
        token="aws:lambda/permission:Permission",
        inputs=PERMISSION,
        required=frozenset({"action", "function", "principal"}),
        replace_on=PERMISSION,
        naming=Naming(property="statementId", limit=100),
        create=create_permission,
        read=read_permission,
        delete=delete_permission,
    ),
    ResourceType(
        token="aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        inputs=FAILURES | {"functionName", "qualifier"},
        required=frozenset({"functionName"}),
        replace_on=frozenset({"functionName", "qualifier"}),
        create=create_failures,
        read=read_failures,
        update=lambda cloud, id_, change: put_failures(cloud, change.new),
        delete=delete_failures,
    ),
    ResourceType(
        token="aws:lambda/alias:Alias",
        inputs=ALIAS,
        required=frozenset({"functionName", "functionVersion"}),
        outputs=frozenset({"arn", "invokeArn"}),
        replace_on=frozenset({"functionName", "name"}),
        naming=Naming(limit=128),
        create=create_alias,
        find=lambda cloud, identity: cloud.arn(
            "lambda", f"function:{identity['functionName']}:{identity['name']}"
        ),
        read=read_alias,
        update=update_alias,
        delete=delete_alias,
    ),
)
