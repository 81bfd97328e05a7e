"""Access: what a function may do, as a value: IAM actions, ARNs, and environment variables."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi

from components.document import document
from components.keys import key_statement

# Actions that IAM allows on all resources of an account only, never on one:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
ACCOUNT_WIDE = frozenset(
    {
        "dynamodb:ListBackups",
        "dynamodb:ListStreams",
        "ecr:GetAuthorizationToken",
        "s3:CreateJob",
    }
)


# What an occasion is said with, since it becomes the Sid of a statement, of letters and digits:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
OCCASION = re.compile(r"[a-z][a-z0-9]*( [a-z0-9]+)*")
WHEN = "When"


@dataclass(frozen=True, kw_only=True)
class Objects:
    """The objects of one bucket whose keys begin with ``prefix``."""

    bucket_arn: pulumi.Input[str]
    prefix: str


@dataclass(frozen=True, kw_only=True)
class Access:
    """A grant, made by the owner of a resource; the role of the function that gets it carries it.

    Raises ``ValueError`` for an action with a wildcard, and for a grant on every resource where
    IAM can name one.
    """

    actions: tuple[str, ...]
    """IAM actions in full, as ``sqs:SendMessage``; at least one."""

    resources: tuple[pulumi.Input[str], ...]
    """ARNs that the actions are allowed on; at least one. A ``*`` may end an ARN."""

    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Environment variables that the function gets with the grant, as the resource's name."""

    condition: Mapping[str, Any] | None = None
    """IAM condition block, as ``{"StringEquals": {"aws:SourceAccount": account}}``."""

    objects: Objects | None = None
    """Of a grant on objects: those that it is on, as far as they are known in the program."""

    key: pulumi.Input[str | None] = None
    """The KMS key that the resources are encrypted with, by ARN, id or alias: what the actions need
    of it is granted, too. None, or none of the account's own, needs nothing."""

    occasion: str = ""
    """When the grant is used, of one that everyday work does not use: ``an event comes twice``. The
    statement is named by it, and ``platform permissions`` expects no use of it."""

    def __post_init__(self) -> None:
        for action in self.actions:
            if "*" in action or ":" not in action:
                raise ValueError(
                    f"an action must be named in full, as sqs:SendMessage, got {action}"
                )
        if not self.actions or not self.resources:
            raise ValueError("a grant needs at least one action and one resource")
        if "*" in self.resources and not ACCOUNT_WIDE.issuperset(self.actions):
            raise ValueError(
                f"a grant must name its resources, got * for {', '.join(self.actions)}"
            )
        if self.occasion and not OCCASION.fullmatch(self.occasion):
            raise ValueError(
                "an occasion must be lower-case words, as: an event comes twice, "
                f"got {self.occasion}"
            )

    def when(self, occasion: str) -> Access:
        """The same grant, which is used only when something happens that is not everyday work: a
        failure, a retry, a race. ``occasion`` says what, as ``an event comes twice``.
        """
        return replace(self, occasion=occasion)


def statements(*accesses: Access) -> list[pulumi.Input[Mapping[str, Any] | None]]:
    """The IAM statements of grants, those for the keys of their resources included; what is None in
    the end, as for a resource without a key, ``policy`` leaves out. The Sid of one that is used on
    an occasion says it, and which of several it is.
    """
    found: list[pulumi.Input[Mapping[str, Any] | None]] = []
    occasions: Counter[str] = Counter()
    for access in accesses:
        occasions[access.occasion] += 1
        one = _statement(access, occasions[access.occasion])
        of_key = key_statement(access.key, access.resources[0], access.actions)
        found += [one] if of_key is None else [one, of_key]
    return found


def environment(accesses: Iterable[Access]) -> dict[str, pulumi.Input[str]]:
    """The environment variables of several grants.

    Raises ``ValueError`` where two set one variable to different values.
    """
    variables: dict[str, pulumi.Input[str]] = {}
    for access in accesses:
        for name, value in access.environment.items():
            if variables.get(name, value) != value:
                raise ValueError(f"two grants set the variable {name}; give one another name")
            variables[name] = value
    return variables


def assumed_by(
    service: str | tuple[str, ...], source_arn: pulumi.Input[str] | None = None
) -> pulumi.Input[str]:
    """The trust policy that lets an AWS service, such as ``lambda.amazonaws.com``, or several
    assume a role; with ``source_arn`` on behalf of that resource only.
    """
    trust: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": service if isinstance(service, str) else list(service)},
        "Action": "sts:AssumeRole",
    }
    if source_arn is not None:
        trust["Condition"] = {"ArnEquals": {"aws:SourceArn": source_arn}}
    return policy(trust)


def policy(*given: pulumi.Input[Mapping[str, Any] | None]) -> pulumi.Input[str]:
    """An IAM policy document of these statements, as JSON text; outputs in it are resolved."""
    text = document({"Version": "2012-10-17", "Statement": list(given)})
    if not any(isinstance(each, pulumi.Output) for each in given):
        return text
    return pulumi.Output.from_input(text).apply(without_none)


def without_none(text: str) -> str:
    """A policy document without the statements that turned out to be None."""
    content = json.loads(text)
    content["Statement"] = [each for each in content["Statement"] if each is not None]
    return json.dumps(content)


def _statement(access: Access, number: int) -> dict[str, Any]:
    """The IAM statement of a grant on its resources, the nth for its occasion."""
    words = access.occasion.split()
    sid = "".join([WHEN, *map(str.capitalize, words)]) + ("" if number == 1 else str(number))
    allowed: dict[str, Any] = {
        **({"Sid": sid} if words else {}),
        "Effect": "Allow",
        "Action": list(access.actions),
        "Resource": list(access.resources),
    }
    if access.condition:
        allowed["Condition"] = dict(access.condition)
    return allowed
