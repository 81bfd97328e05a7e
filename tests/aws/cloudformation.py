"""CloudFormation: resources of Pulumi in CloudFormation's types and properties.

A property has its name with a capital, unless ``NAMES`` says otherwise. What CloudFormation
has as a part of another resource is put into one that has what it needs besides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.aws import (
    cloudformation_edge,
    cloudformation_network,
    cloudformation_stores,
    cloudformation_streams,
    cloudformation_watching,
)
from tests.aws.cloudformation_names import DROPPED, EVERYWHERE, NAMES, PARTS, TYPES
from tests.aws.programs import Resource

Props = dict[str, Any]
DOCUMENTS = {
    "accessPolicies": "AccessPolicies",
    "assumeRolePolicy": "AssumeRolePolicyDocument",
    "policy": "PolicyDocument",
    "eventPattern": "EventPattern",
    "redrivePolicy": "RedrivePolicy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "schema": "Schema",
}


def resource_of(resource: Resource) -> dict[str, Any]:
    """A resource as it stands in a template."""
    kind = TYPES[resource.type]
    own = {
        key: value
        for key, value in resource.inputs.items()
        if key not in DROPPED.get(resource.type, ()) and key not in EVERYWHERE
    }
    names = NAMES.get(resource.type, {})
    inside = {
        names.get(key, _capital(key)): _value(key, value, names) for key, value in own.items()
    }
    inside = SHAPES.get(resource.type, lambda same: same)(inside)
    part = PARTS.get(resource.type)
    return {"Type": kind, "Properties": part(inside) if part else inside}


def _capital(key: str) -> str:
    return key[:1].upper() + key[1:]


def _value(path: str, value: Any, names: Mapping[str, str]) -> Any:
    if path in DOCUMENTS and isinstance(value, str):
        return json.loads(value)
    if path in AS_GIVEN:
        return value
    if isinstance(value, list):
        return [_value(path, item, names) for item in value]
    if isinstance(value, dict):
        return {
            names.get(f"{path}.{key}", _capital(key)): _value(f"{path}.{key}", item, names)
            for key, item in value.items()
        }
    return value


# Their keys are the program's own, not the provider's.
AS_GIVEN = frozenset(
    {
        "environment.variables",
        "dimensions",
        "metricQueries.metric.dimensions",
        "inputTransformer.inputPaths",
        "requestModels",
        "requestParameters",
        "requestTemplates",
        "responseModels",
        "responseParameters",
        "responseTemplates",
    }
)


def _pairs(dimensions: Mapping[str, str]) -> list[Props]:
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]


def _alarm(props: Props) -> Props:
    if "Dimensions" in props:
        props["Dimensions"] = _pairs(props["Dimensions"])
    for query in props.get("Metrics", []):
        if metric := query.pop("Metric", None):
            named = {key: metric.pop(key) for key in ("MetricName", "Namespace") if key in metric}
            named["Dimensions"] = _pairs(metric.pop("Dimensions", {}))
            query["MetricStat"] = {"Metric": named, **metric}
    return props


def _keys(hash_key: str, range_key: str | None) -> list[Props]:
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])


def _table(props: Props) -> Props:
    props["KeySchema"] = _keys(props.pop("HashKey"), props.pop("RangeKey", None))
    for index in props.get("GlobalSecondaryIndexes", []):
        projection = {"ProjectionType": index.pop("ProjectionType")}
        if "NonKeyAttributes" in index:
            projection["NonKeyAttributes"] = index.pop("NonKeyAttributes")
        index["Projection"] = projection
        if "HashKey" in index:
            index["KeySchema"] = _keys(index.pop("HashKey"), index.pop("RangeKey", None))
    for each in (props, *props.get("GlobalSecondaryIndexes", [])):
        if "ReadCapacity" in each:
            each["ProvisionedThroughput"] = {
                "ReadCapacityUnits": each.pop("ReadCapacity"),
                "WriteCapacityUnits": each.pop("WriteCapacity"),
            }
    if "KMSMasterKeyId" in props.get("SSESpecification", {}):
        props["SSESpecification"]["SSEType"] = "KMS"
    if props.pop("StreamEnabled", False):
        props["StreamSpecification"] = {"StreamViewType": props.pop("StreamViewType")}
    return props


def _api(props: Props) -> Props:
    if "EndpointConfiguration" in props:
        props["EndpointConfiguration"]["Types"] = [props["EndpointConfiguration"]["Types"]]
    return props


def _function(props: Props) -> Props:
    props["Code"] = {"S3Bucket": "a-bucket", "S3Key": "code.zip"}
    if props.get("ReservedConcurrentExecutions") == -1:
        del props["ReservedConcurrentExecutions"]
    return props


def _pool(props: Props) -> Props:
    props["Policies"] = {"PasswordPolicy": props.pop("PasswordPolicy")}
    if props.pop("SoftwareTokenMfaConfiguration", {}).get("Enabled"):
        props["EnabledMfas"] = ["SOFTWARE_TOKEN_MFA"]
    return props


def _workflow(props: Props) -> Props:
    if logging := props.get("LoggingConfiguration"):
        group = {"LogGroupArn": logging.pop("LogDestination")}
        logging["Destinations"] = [{"CloudWatchLogsLogGroup": group}]
    return props


def _connection(props: Props) -> Props:
    if key := props["AuthParameters"].pop("ApiKey", None):
        renamed = {"ApiKeyName": key["Key"], "ApiKeyValue": key["Value"]}
        props["AuthParameters"]["ApiKeyAuthParameters"] = renamed
    return props


def _listed(*names: str) -> Callable[[Props], Props]:
    """What the provider has once is a list of one."""

    def shaped(props: Props) -> Props:
        return {**props, **{name: [props[name]] for name in names}}

    return shaped


# Settings of a cached method that API Gateway has and CloudFormation has not.
OF_THE_API_ALONE = {
    "RequireAuthorizationForCacheControl",
    "UnauthorizedCacheControlHeaderStrategy",
}


def _method_settings(props: Props) -> Props:
    path, _, method = props["MethodPath"].rpartition("/")
    settings = {k: v for k, v in props["Settings"].items() if k not in OF_THE_API_ALONE}
    return {"ResourcePath": f"/{path}", "HttpMethod": method, **settings}


def _lifecycle(props: Props) -> Props:
    for rule in props["Rules"]:
        rule["Prefix"] = rule.pop("Filter", {}).get("Prefix", "")
        expiration = rule.pop("Expiration", {})
        if expiration.get("ExpiredObjectDeleteMarker"):
            rule["ExpiredObjectDeleteMarker"] = True
        if "Days" in expiration:
            rule["ExpirationInDays"] = expiration["Days"]
        for key, days in (
            ("Transitions", "Days"),
            ("NoncurrentVersionTransitions", "NoncurrentDays"),
        ):
            for move in rule.get(key, []):
                move["TransitionInDays"] = move.pop(days)
    return props


def _notification(props: Props) -> Props:
    """Each event of the provider's is a configuration of its own."""
    found: Props = {}
    for theirs, ours, target in (
        ("Topics", "TopicConfigurations", "TopicArn"),
        ("Queues", "QueueConfigurations", "QueueArn"),
        ("LambdaFunctions", "LambdaConfigurations", "LambdaFunctionArn"),
    ):
        for each in props.get(theirs, []):
            sides = ("FilterPrefix", "FilterSuffix")
            rules = [{"Name": s[6:].lower(), "Value": each[s]} for s in sides if s in each]
            for event in each["Events"]:
                one = {"Event": event, ARN_OF[target]: each[target]}
                one |= {"Filter": {"S3Key": {"Rules": rules}}} if rules else {}
                found.setdefault(ours, []).append(one)
    return found


ARN_OF = {"TopicArn": "Topic", "QueueArn": "Queue", "LambdaFunctionArn": "Function"}


def _layer(props: Props) -> Props:
    return props | {"Content": {"S3Bucket": "a-bucket", "S3Key": "layer.zip"}}


def _topic_rule(props: Props) -> Props:
    named = {"Kineses": "Kinesis", "Lambdas": "Lambda", "Sqs": "Sqs"}
    return {
        "TopicRulePayload": {
            "Actions": [
                {there: action} for here, there in named.items() for action in props.get(here, [])
            ],
            "AwsIotSqlVersion": props["SqlVersion"],
            "Description": props["Description"],
            "ErrorAction": props["ErrorAction"],
            "RuleDisabled": not props["Enabled"],
            "Sql": props["Sql"],
        }
    }


def _search_domain(props: Props) -> Props:
    """Logs are a list for the provider and a map by their type for CloudFormation."""
    logs = {
        each["LogType"]: {
            "CloudWatchLogsLogGroupArn": each["CloudwatchLogGroupArn"],
            "Enabled": True,
        }
        for each in props.pop("LogPublishingOptions", [])
    }
    return {**props, "LogPublishingOptions": logs}


SHAPES: Mapping[str, Callable[[Props], Props]] = {
    "aws:iot/topicRule:TopicRule": _topic_rule,
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": lambda props: {
        "Qualifier": "$LATEST",
        **props,
    },
    **cloudformation_edge.SHAPES,
    **cloudformation_network.SHAPES,
    **cloudformation_stores.SHAPES,
    **cloudformation_streams.SHAPES,
    **cloudformation_watching.SHAPES,
    "aws:cloudwatch/eventConnection:EventConnection": _connection,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
    "aws:cognito/userPool:UserPool": _pool,
    "aws:apigateway/restApi:RestApi": _api,
    "aws:dynamodb/table:Table": _table,
    "aws:lambda/function:Function": _function,
    "aws:apigateway/methodSettings:MethodSettings": _method_settings,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _listed("ManagedPolicyArns"),
    "aws:lambda/layerVersion:LayerVersion": _layer,
    "aws:opensearch/domain:Domain": _search_domain,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _lifecycle,
    "aws:s3/bucketNotification:BucketNotification": _notification,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _listed("Rules"),
    "aws:sns/topicPolicy:TopicPolicy": _listed("Topics"),
    "aws:sqs/queuePolicy:QueuePolicy": _listed("Queues"),
    "aws:sfn/stateMachine:StateMachine": _workflow,
}
