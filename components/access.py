"""What a function may do, as a value: actions, ARNs, and the variable that names the resource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.document import document

# What IAM can allow only for an account, never for one resource:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
ACCOUNT_WIDE = frozenset({"dynamodb:ListBackups", "dynamodb:ListStreams"})


@dataclass(frozen=True, kw_only=True)
class Access:
    """A grant made by a resource's owner; the role of whoever receives it carries it.

    Raises ``ValueError`` for an action with a wildcard, or a grant on every resource there is
    where IAM knows a narrower one.
    """

    actions: tuple[str, ...]
    resources: tuple[pulumi.Input[str], ...]
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    condition: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        for action in self.actions:
            if "*" in action or ":" not in action:
                raise ValueError(
                    f"an action must be named in full, as sqs:SendMessage; got {action}"
                )
        if not self.actions or not self.resources:
            raise ValueError("an access needs at least one action and one resource")
        if "*" in self.resources and not ACCOUNT_WIDE.issuperset(self.actions):
            raise ValueError(f"an access must name its resources; got * for {self.actions}")


def statement(access: Access) -> dict[str, Any]:
    """The IAM statement of one access."""
    document: dict[str, Any] = {
        "Effect": "Allow",
        "Action": list(access.actions),
        "Resource": list(access.resources),
    }
    if access.condition:
        document["Condition"] = dict(access.condition)
    return document


def environment(accesses: Iterable[Access]) -> dict[str, pulumi.Input[str]]:
    """The variables that the accesses bring; two that claim one name differently are refused."""
    variables: dict[str, pulumi.Input[str]] = {}
    for access in accesses:
        for name, value in access.environment.items():
            if variables.get(name, value) != value:
                raise ValueError(f"two accesses claim the variable {name}; give one another name")
            variables[name] = value
    return variables


def assumed_by(service: str, source_arn: pulumi.Input[str] | None = None) -> pulumi.Input[str]:
    """The trust policy that lets one AWS service, such as ``lambda.amazonaws.com``, take a role;
    with ``source_arn`` on behalf of that one resource only.
    """
    trust: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    if source_arn is not None:
        trust["Condition"] = {"ArnEquals": {"aws:SourceArn": source_arn}}
    return policy(trust)


def policy(*statements: Mapping[str, Any]) -> pulumi.Input[str]:
    """An IAM document of these statements, as JSON text; outputs inside are resolved."""
    return document({"Version": "2012-10-17", "Statement": list(statements)})
