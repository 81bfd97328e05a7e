"""Roles: those that the pipelines of a repository assume, with their rights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cli.bootstrap.pieces import Piece, Thing
from cli.bootstrap.target import PATH, Target
from cli.stage.account import Account
from settings import PROJECT

Document = Mapping[str, Any]


def role(
    account: Account, target: Target, task: str, trust: Document, rights: Mapping[str, Document]
) -> Thing:
    """The role of a task, deploy or preview, and its inline policies, by their names."""
    iam, name = account.client("iam"), target.role_name(task)

    def trusts() -> str:
        given = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        if given == trust:
            return ""
        return (
            f"trusts {_trusted(given)}, not {_trusted(trust)}: aws iam "
            f"update-assume-role-policy --role-name {name} --policy-document "
            f"'{json.dumps(trust)}'"
        )

    return (
        Piece(
            f"role {name}",
            trusts,
            lambda: iam.create_role(
                RoleName=name,
                Path=PATH,
                AssumeRolePolicyDocument=json.dumps(trust),
                Description=f"{PROJECT}: pipelines {task} {account.stage}",
                Tags=[{"Key": "project", "Value": PROJECT}],
            ),
            ("NoSuchEntity",),
        ),
        *(_policy(iam, name, policy, document) for policy, document in rights.items()),
    )


def _policy(iam: Any, role: str, name: str, document: Document) -> Piece:
    def difference() -> str:
        given = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        if given == document:
            return ""
        return (
            "is not the one of this version: delete it and run this again: aws iam "
            f"delete-role-policy --role-name {role} --policy-name {name}"
        )

    return Piece(
        f"policy {name} of {role}",
        difference,
        lambda: iam.put_role_policy(
            RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document)
        ),
        ("NoSuchEntity",),
    )


def _trusted(document: Document) -> str:
    """Who may assume a role, in short: the conditions of its statements, or its principals."""
    statements = document.get("Statement", [])
    found = [each.get("Condition") or each.get("Principal") for each in statements]
    return json.dumps(found[0] if len(found) == 1 else found)
