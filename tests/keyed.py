"""Which grants and senders of a deployed program lack what they need of a key: none should.

A resource with a key of the account's own needs two permissions for each use: one on the resource,
one on the key. Roles have the second in a statement of theirs, AWS services in the key's policy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pulumi_aws as aws

from tests.cloud import Cloud

# What AWS asks for, each beside the action: the pages are named in components/keys.py.
NEEDED = {
    "sns:Publish": {"kms:Decrypt", "kms:GenerateDataKey"},
    "sqs:SendMessage": {"kms:Decrypt", "kms:GenerateDataKey"},
    "sqs:ReceiveMessage": {"kms:Decrypt"},
    "s3:GetObject": {"kms:Decrypt"},
    "s3:PutObject": {"kms:Decrypt", "kms:GenerateDataKey"},
    "dynamodb:GetItem": {"kms:Decrypt"},
    "dynamodb:BatchGetItem": {"kms:Decrypt"},
    "dynamodb:Query": {"kms:Decrypt"},
    "dynamodb:Scan": {"kms:Decrypt"},
    "dynamodb:PutItem": {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"},
    "dynamodb:UpdateItem": {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"},
    "dynamodb:DeleteItem": {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"},
    "dynamodb:GetRecords": {"kms:Decrypt"},
}
# AWS's default: the account's principals, and no service.
NO_POLICY = '{"Statement": []}'
CLOUDWATCH = "cloudwatch.amazonaws.com"
S3 = "s3.amazonaws.com"
TO_SEND = {"kms:Decrypt", "kms:GenerateDataKey"}


def keyed(cloud: Cloud) -> dict[str, str]:
    """The keys of a program's resources, by the ARN that their grants and senders name."""
    found = {}
    for kind, service in ((aws.sns.Topic, "sns"), (aws.sqs.Queue, "sqs")):
        for each in cloud.all(kind):
            found[arn(service, each.name)] = each.inputs.get("kmsMasterKeyId")
    for table in cloud.all(aws.dynamodb.Table):
        key = (table.inputs.get("serverSideEncryption") or {}).get("kmsKeyArn")
        found[arn("dynamodb", table.name)] = key
    return {each: key for each, key in found.items() if key and key.startswith("arn:")}


def missing(cloud: Cloud) -> list[str]:
    """What is missing, in words."""
    keys = keyed(cloud)
    return [*_in_roles(cloud, keys), *_in_key_policies(cloud, keys)]


def _in_roles(cloud: Cloud, keys: dict[str, str]) -> Iterator[str]:
    for role in cloud.all(aws.iam.RolePolicy):
        allowed = role.json("policy")["Statement"]
        for statement in allowed:
            for resource in listed(statement["Resource"]):
                for key in {key for each, key in keys.items() if belongs(resource, each)}:
                    asked = {
                        each
                        for action in listed(statement["Action"])
                        for each in NEEDED.get(action, ())
                    }
                    lacking = asked - on(key, allowed)
                    if lacking:
                        yield f"{role.name} has no {', '.join(sorted(lacking))} for {resource}"


def _in_key_policies(cloud: Cloud, keys: dict[str, str]) -> Iterator[str]:
    policies = {
        arn("kms", key.name): json.loads(key.inputs.get("policy") or NO_POLICY)
        for key in cloud.all(aws.kms.Key)
    }
    for sender, target in senders(cloud):
        if target in keys:
            allowed = policies[keys[target]]["Statement"]
            lacking = TO_SEND - by_service(sender, allowed)
            if lacking:
                yield f"{sender} has no {', '.join(sorted(lacking))} for {target}"


def senders(cloud: Cloud) -> Iterator[tuple[str, str]]:
    """Each AWS service that sends without a role of ours, and the ARN that it sends to."""
    for kind in (aws.sns.TopicPolicy, aws.sqs.QueuePolicy):
        for policy in cloud.all(kind):
            for statement in policy.json("policy")["Statement"]:
                if statement["Effect"] == "Allow" and isinstance(statement["Principal"], dict):
                    for service in listed(statement["Principal"].get("Service", [])):
                        yield service, statement["Resource"]
    for kind in (aws.cloudwatch.MetricAlarm, aws.cloudwatch.CompositeAlarm):
        for alarm in cloud.all(kind):
            for action in alarm.inputs.get("alarmActions") or []:
                yield CLOUDWATCH, action
    for notification in cloud.all(aws.s3.BucketNotification):
        for name in ("topics", "queues"):
            for target in notification.inputs.get(name) or []:
                yield S3, target["topicArn" if name == "topics" else "queueArn"]


def on(key: str, statements: list[dict[str, Any]]) -> set[str]:
    """What a role may do with a key."""
    return {
        action
        for statement in statements
        if key in listed(statement["Resource"])
        for action in listed(statement["Action"])
    }


def by_service(service: str, statements: list[dict[str, Any]]) -> set[str]:
    """What a service may do by the policy of a key; a family of actions counts as its first."""
    return {
        action.removesuffix("*")
        for statement in statements
        if statement["Effect"] == "Allow"
        and isinstance(statement["Principal"], dict)
        and service in listed(statement["Principal"].get("Service", []))
        for action in listed(statement["Action"])
    }


def belongs(resource: str, arn: str) -> bool:
    """Whether a grant's resource is one with this ARN, or a part of it, as an index."""
    return resource == arn or resource.startswith(f"{arn}/")


def arn(service: str, name: str) -> str:
    """An ARN as the in-memory cloud gives them."""
    return f"arn:aws:{service}:eu-west-1:123456789012:{name}"


def listed(value: str | list[str]) -> list[str]:
    """One or many as many."""
    return [value] if isinstance(value, str) else value
