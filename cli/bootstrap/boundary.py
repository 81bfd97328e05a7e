"""Boundary: the policy that no role of a stage may exceed, and the rights that depend on it.

A pipeline writes the policies of the functions' roles, so that a change of the program could give
a function any right. With the boundary it has those at most that functions, workflows and rules of
the program need to do their work: they use resources, and make, change or delete none; of IAM they
have nothing. The role that deploys can make roles with it only, and cannot change or remove it.
"""

from __future__ import annotations

import json
from typing import Any

from cli.bootstrap.pieces import Piece, Thing
from cli.bootstrap.statements import (
    Statement,
    allow,
    any_bootstrapped,
    deny,
    document,
    tagged,
)
from cli.bootstrap.target import PATH, Target
from cli.stage.account import Account
from settings import PROJECT, Settings

# What the roles of a stage are granted, all of them together: tests hold it against the program.
WORK = (
    *("dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem"),
    *("dynamodb:CreateBackup", "dynamodb:DeleteBackup", "dynamodb:DeleteItem"),
    *("dynamodb:DescribeStream", "dynamodb:GetItem", "dynamodb:GetRecords"),
    *("dynamodb:GetShardIterator", "dynamodb:ListBackups", "dynamodb:ListStreams"),
    *("dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem"),
    *("events:InvokeApiDestination", "events:PutEvents", "execute-api:ManageConnections"),
    *("glue:BatchCreatePartition", "glue:GetTable", "kinesis:DescribeStream"),
    *("kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator"),
    *("kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords", "kinesis:SubscribeToShard"),
    *("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"),
    *("kms:ReEncrypt*", "lambda:InvokeFunction", "s3:DeleteObject", "s3:GetObject"),
    *("s3:ListBucket", "s3:PutObject", "ses:SendEmail", "sns:Publish"),
    *("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    *("sqs:ReceiveMessage", "sqs:SendMessage", "ssm:GetParameter", "states:DescribeExecution"),
    *("states:SendTask*", "states:StartExecution", "states:StopExecution", "sts:AssumeRole"),
    *("xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords"),
    "xray:PutTraceSegments",
)
# Logs of functions, and those that workflows and REST APIs have AWS deliver.
LOGS = (
    *("logs:CreateLogDelivery", "logs:CreateLogGroup", "logs:CreateLogStream"),
    *("logs:DeleteLogDelivery", "logs:Describe*", "logs:FilterLogEvents", "logs:GetLogDelivery"),
    *("logs:GetLogEvents", "logs:ListLogDeliveries", "logs:PutLogEvents"),
    *("logs:PutResourcePolicy", "logs:UpdateLogDelivery"),
)
# Of the services that only some stages have: functions in a network, a database, a cache.
WORK_OF = {
    "suppliers": (
        *("ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface"),
        *("ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"),
        *("ec2:UnassignPrivateIpAddresses", "elasticache:Connect", "rds-db:connect"),
        "secretsmanager:GetSecretValue",
    ),
}
# Of a stage whose index is in OpenSearch.
SEARCH = ("es:ESHttp*",)

# What gives a role rights: with the boundary only.
ROLE_RIGHTS = (
    *("iam:AttachRolePolicy", "iam:DeleteRolePolicy", "iam:DetachRolePolicy"),
    *("iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"),
)


def arn(target: Target) -> str:
    """The ARN of the policy: ``...:policy/platform-pipelines/platform-dev-boundary``."""
    return target.iam(f"policy{PATH}{target.role_name('boundary')}")


def policy(target: Target) -> dict[str, Any]:
    """What the roles of the stage may do at most."""
    return document(
        [
            allow("Work", [*WORK, *LOGS, *_more(target.settings)], "*"),
            deny("States", ["s3:*"], [target.states(), target.states("/*")]),
            deny("BootstrappedKeys", ["kms:*"], target.keys, any_bootstrapped()),
            deny("PipelineRoles", ["sts:AssumeRole"], target.iam(f"role{PATH}*")),
        ]
    )


def required(target: Target) -> list[Statement]:
    """What lets the role that deploys make roles and change their rights, if they have the
    boundary.
    """
    roles, bounded = target.iam("role/*"), {"iam:PermissionsBoundary": arn(target)}

    def when(key: str) -> dict[str, dict[str, str]]:
        return {"StringEquals": {**bounded, **tagged(key, target)["StringEquals"]}}

    return [
        allow("NewRoles", ["iam:CreateRole"], roles, when("RequestTag")),
        allow("RoleRights", ROLE_RIGHTS, roles, when("ResourceTag")),
    ]


def piece(account: Account, target: Target) -> Thing:
    """The policy, as a piece of what an account must have."""
    iam, name = account.client("iam"), target.role_name("boundary")
    text = json.dumps(policy(target))

    def difference() -> str:
        version = iam.get_policy(PolicyArn=arn(target))["Policy"]["DefaultVersionId"]
        given = iam.get_policy_version(PolicyArn=arn(target), VersionId=version)["PolicyVersion"]
        if given["Document"] == policy(target):
            return ""
        return (
            "is not the one of this version: aws iam create-policy-version --set-as-default "
            f"--policy-arn {arn(target)} --policy-document '{text}'"
        )

    return (
        Piece(
            f"boundary {name}, of the roles of {account.stage}",
            difference,
            lambda: iam.create_policy(
                PolicyName=name,
                Path=PATH,
                PolicyDocument=text,
                Description=f"{PROJECT}: what no role of {account.stage} may exceed",
                Tags=[{"Key": "project", "Value": PROJECT}],
            ),
            ("NoSuchEntity",),
        ),
    )


def _more(settings: Settings) -> list[str]:
    """What only some stages have."""
    found = [action for name in settings.deployed for action in WORK_OF.get(name, ())]
    return [*found, *(SEARCH if settings.search.engine == "opensearch" else ())]
