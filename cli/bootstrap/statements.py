"""Statements: the parts of the policies of the roles of pipelines, by what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cli.bootstrap.keys import secrets_alias, state_alias
from cli.bootstrap.target import Target
from settings import PROJECT

Statement = dict[str, Any]

DATA = (
    *("athena:GetQueryResults", "cognito-idp:AdminGetUser", "cognito-idp:ListUsers"),
    *("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PartiQLSelect", "dynamodb:Query"),
    *("dynamodb:Scan", "kinesis:GetRecords", "lambda:InvokeFunction", "logs:FilterLogEvents"),
    *("logs:GetLogEvents", "logs:GetQueryResults", "secretsmanager:BatchGetSecretValue"),
    *("secretsmanager:GetSecretValue", "sqs:ReceiveMessage"),
)
# The files of a site are compared with what the program has.
SITE_FILES = "*-site-bucket-*/*"

ROLE_READS = (
    *("iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"),
    *("iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags"),
)


def document(statements: Iterable[Statement]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(sid: str, actions: Iterable[str], resource: object, when: object = None) -> Statement:
    return _statement("Allow", sid, actions, {"Resource": resource}, when)


def allow_all_but(sid: str, actions: Iterable[str], resource: object) -> Statement:
    return _statement("Allow", sid, actions, {"NotResource": resource})


def deny(sid: str, actions: Iterable[str], resource: object, when: object = None) -> Statement:
    return _statement("Deny", sid, actions, {"Resource": resource}, when)


def deny_all_but(sid: str, actions: Iterable[str], resource: object) -> Statement:
    return _statement("Deny", sid, actions, {"NotResource": resource})


def tagged(key: str, target: Target) -> dict[str, dict[str, str]]:
    """The condition that something bears the tags of the stage; ``key`` is RequestTag or
    ResourceTag.
    """
    tags = {"project": PROJECT, "stage": target.settings.stage}
    return {"StringEquals": {f"aws:{key}/{name}": value for name, value in tags.items()}}


def bootstrapped(target: Target) -> dict[str, dict[str, list[str]]]:
    """The condition that a key is that of the states, or that of the secrets of the stage."""
    aliases = [state_alias(), secrets_alias(target.settings.stage)]
    return {"ForAnyValue:StringEquals": {"kms:ResourceAliases": aliases}}


def any_bootstrapped() -> dict[str, dict[str, list[str]]]:
    """The condition that a key is that of the states, or that of the secrets of any stage."""
    aliases = [state_alias(), secrets_alias("*")]
    return {"ForAnyValue:StringLike": {"kms:ResourceAliases": aliases}}


def of_another_stage(target: Target) -> dict[str, dict[str, str]]:
    """The condition that something has the tag of another stage, which must not be overwritten."""
    tag = "aws:ResourceTag/stage"
    return {"Null": {tag: "false"}, "StringNotEquals": {tag: target.settings.stage}}


def no_data(target: Target) -> list[Statement]:
    """Whatever else is allowed: neither rows nor messages, logs, objects or secrets."""
    files = [target.s3(SITE_FILES), target.states("/*")]
    objects = ["s3:GetObject", "s3:GetObjectVersion"]
    return [deny("NoData", DATA, "*"), deny_all_but("NoObjects", objects, files)]


def role_reads(target: Target) -> Statement:
    return allow("ReadRoles", ROLE_READS, target.iam("role/*"))


def states(target: Target, use: Iterable[str]) -> list[Statement]:
    """Reading the states of all stages, which Pulumi lists together, without their secrets; the
    ``use`` of the keys.
    """
    return [
        allow("ListStates", ["s3:ListBucket", "s3:GetBucketLocation"], target.states()),
        allow("ReadStates", ["s3:GetObject"], target.states("/*")),
        allow("UseKeys", use, target.keys, bootstrapped(target)),
    ]


def own_states(target: Target) -> Statement:
    """Writing those of the stage, whole or by service, their locks and history, and the version of
    the format of all.
    """
    of = target.states("/.pulumi")
    names = [f"{of}/*/{PROJECT}/{target.settings.stage}{end}" for end in (".*", "-*", "/*")]
    return allow("OwnStates", ["s3:PutObject", "s3:DeleteObject"], [*names, f"{of}/meta.yaml"])


def _statement(
    effect: str, sid: str, actions: Iterable[str], on: dict[str, object], when: object = None
) -> Statement:
    condition = {"Condition": when} if when else {}
    return {"Sid": sid, "Effect": effect, "Action": list(actions), **on, **condition}
