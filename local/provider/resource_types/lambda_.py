"""Lambda: functions."""

from __future__ import annotations

from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.archive import contents, zipped
from local.provider.resource_types.python_runtime import (
    ENTRY,
    as_custom,
    as_declared,
    is_python,
    runtime_files,
)
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

# What UpdateFunctionConfiguration sets, and the value that removes it.
CLEARED: dict[str, Any] = {
    "deadLetterConfig": {"targetArn": ""},
    "description": "",
    "environment": {"variables": {}},
    "ephemeralStorage": {"size": 512},
    "handler": "",
    "kmsKeyArn": "",
    "layers": [],
    "loggingConfig": {"logFormat": "Text"},
    "memorySize": 128,
    "role": "",
    "runtime": "",
    "timeout": 3,
    "tracingConfig": {"mode": "PassThrough"},
    "vpcConfig": {"subnetIds": [], "securityGroupIds": []},
}
CODE = ("architectures", "code", "sourceCodeHash")
UNRESERVED = -1
BLOCKS = {
    "deadLetterConfig": frozenset({"targetArn"}),
    "durableConfig": frozenset({"executionTimeout", "retentionPeriod"}),
    "environment": frozenset({"variables"}),
    "ephemeralStorage": frozenset({"size"}),
    "loggingConfig": frozenset({"applicationLogLevel", "logFormat", "logGroup", "systemLogLevel"}),
    "tracingConfig": frozenset({"mode"}),
    "vpcConfig": frozenset({"ipv6AllowedForDualStack", "securityGroupIds", "subnetIds"}),
}
OF_THE_CODE = frozenset({"codeSha256", "sourceCodeHash", "sourceCodeSize"})
OF_THE_VERSION = frozenset({"lastModified", "qualifiedArn", "qualifiedInvokeArn", "version"})
VOLATILE = OF_THE_CODE | OF_THE_VERSION


def archive(props: Props) -> bytes:
    """The function's files; a Python function carries its runtime along."""
    files = contents(props["code"])
    added = runtime_files() if is_python(props) else {}
    return zipped({**files, **added}, executables=frozenset({ENTRY}))


def configuration(cloud: Cloud, props: Props) -> Props:
    wire = as_custom(cloud, props)
    return {"functionName": props["name"]} | {k: wire[k] for k in CLEARED if k in wire}


def durable(props: Props) -> Props:
    """The durable configuration of a function that has one."""
    if (given := props.get("durableConfig")) is None:
        return {}
    kept = {"retentionPeriodInDays": given["retentionPeriod"]} if "retentionPeriod" in given else {}
    return {"durableConfig": {"executionTimeout": given["executionTimeout"], **kept}}


def create_function(cloud: Cloud, props: Props) -> str:
    request = configuration(cloud, props) | {
        **durable(props),
        "code": {"zipFile": archive(props)},
        "architectures": props["architectures"],
        "publish": props["publish"],
        "tags": tags.tags_of(props),
    }
    return str(call(cloud.client("lambda"), "CreateFunction", request)["FunctionName"])


def settle_function(cloud: Cloud, name: str, props: Props) -> None:
    reserve(cloud, name, props["reservedConcurrentExecutions"])


def reserve(cloud: Cloud, name: str, executions: int) -> None:
    if executions == UNRESERVED:
        cloud.client("lambda").delete_function_concurrency(FunctionName=name)
    else:
        cloud.client("lambda").put_function_concurrency(
            FunctionName=name, ReservedConcurrentExecutions=executions
        )


def read_function(cloud: Cloud, name: str, props: Props) -> Props:
    found = cloud.client("lambda").get_function(FunctionName=name)
    configuration = as_declared(found["Configuration"])
    seen = to_properties({key: value for key, value in configuration.items() if value is not None})
    kept = {key: seen[key] for key in (*CLEARED, "architectures") if key in seen}
    reserved = found.get("Concurrency", {}).get("ReservedConcurrentExecutions", UNRESERVED)
    version = latest_version(cloud, name) if props.get("publish") else "$LATEST"
    arn = configuration["FunctionArn"]
    return kept | {
        **addresses(cloud, arn, version),
        "name": name,
        "environment": {"variables": configuration["Environment"]["Variables"]},
        "layers": [layer["Arn"] for layer in configuration.get("Layers") or []],
        "kmsKeyArn": configuration.get("KMSKeyArn", ""),
        "reservedConcurrentExecutions": reserved,
        "codeSha256": configuration["CodeSha256"],
        "sourceCodeHash": configuration["CodeSha256"],
        "sourceCodeSize": configuration["CodeSize"],
        "lastModified": configuration["LastModified"],
        "version": version,
        "signingJobArn": "",
        "signingProfileVersionArn": "",
        "tags": found.get("Tags") or {},
    }


def addresses(cloud: Cloud, arn: str, version: str) -> Props:
    return {
        "arn": arn,
        "qualifiedArn": f"{arn}:{version}",
        "invokeArn": invoke_arn(cloud, arn),
        "qualifiedInvokeArn": invoke_arn(cloud, f"{arn}:{version}"),
        "responseStreamingInvokeArn": invoke_arn(cloud, arn)
        .replace("2015-03-31", "2021-11-15")
        .replace("/invocations", "/response-streaming-invocations"),
    }


def invoke_arn(cloud: Cloud, arn: str) -> str:
    """The name under which API Gateway invokes a function."""
    return f"arn:aws:apigateway:{cloud.region}:lambda:path/2015-03-31/functions/{arn}/invocations"


def latest_version(cloud: Cloud, name: str) -> str:
    versions = cloud.client("lambda").list_versions_by_function(FunctionName=name)["Versions"]
    return str(versions[-1]["Version"])


def update_function(cloud: Cloud, name: str, change: Change) -> None:
    client, new = cloud.client("lambda"), change.new
    configured = change.touches(*CLEARED)
    if configured:
        gone = {key: CLEARED[key] for key in CLEARED if key in change.old and key not in new}
        request = configuration(cloud, {**gone, **new})
        call(client, "UpdateFunctionConfiguration", request)
    if change.touches(*CODE) or is_python(change.old) != is_python(new):
        client.update_function_code(
            FunctionName=name,
            ZipFile=archive(new),
            Architectures=new["architectures"],
            Publish=new["publish"],
        )
    elif new["publish"] and (configured or change.touches("publish")):
        client.publish_version(FunctionName=name)
    if change.touches("reservedConcurrentExecutions"):
        reserve(cloud, name, new["reservedConcurrentExecutions"])
    retag(cloud, cloud.arn("lambda", f"function:{name}"), change)


def retag(cloud: Cloud, arn: str, change: Change) -> None:
    if gone := tags.to_remove(change):
        cloud.client("lambda").untag_resource(Resource=arn, TagKeys=gone)
    if fresh := tags.to_set(change):
        cloud.client("lambda").tag_resource(Resource=arn, Tags=fresh)


def delete_function(cloud: Cloud, name: str, props: Props) -> None:
    cloud.client("lambda").delete_function(FunctionName=name)


TYPES = (
    ResourceType(
        token="aws:lambda/function:Function",
        inputs=frozenset(
            {*CLEARED, *CODE, "durableConfig", "name", "packageType", "publish"}
            | {"reservedConcurrentExecutions"}
        ),
        required=frozenset({"role", "runtime", "handler", "code"}),
        outputs=VOLATILE
        | {
            "arn",
            "invokeArn",
            "responseStreamingInvokeArn",
            "signingJobArn",
            "signingProfileVersionArn",
        },
        defaults={
            "architectures": ["x86_64"],
            "memorySize": 128,
            "packageType": "Zip",
            "publish": False,
            "reservedConcurrentExecutions": UNRESERVED,
            "timeout": 3,
        },
        replace_on=frozenset({"durableConfig", "name", "packageType"}),
        naming=Naming(limit=64),
        blocks=BLOCKS,
        volatile=VOLATILE,
        unread=frozenset({"code", "publish"}),
        # The code is seen by its hash.
        watched=frozenset({"sourceCodeHash"}),
        taggable=True,
        create=create_function,
        settle=settle_function,
        read=read_function,
        update=update_function,
        delete=delete_function,
    ),
)
