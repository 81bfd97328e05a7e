"""What tests of rules on the bus have in common: events, a workflow, and a rule's role."""

from __future__ import annotations

from typing import Any

from pulumi_aws import iam

from components.workflow.definition import Definition
from components.workflow.states import Succeed
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import Cloud
from tests.components.sample import arn, defaults

PLACED = {"source": ["orders"], "detail-type": ["OrderPlaced"]}
LIVE = {"replay-name": [{"exists": False}]}


def fulfilment() -> Workflow:
    """A state machine that does nothing."""
    done = Definition((Succeed("Done"),))
    return Workflow("fulfil", WorkflowArgs(definition=done, defaults=defaults()))


def rule_role(cloud: Cloud, name: str) -> list[dict[str, Any]]:
    """All that the role of a rule may do."""
    return cloud.one(iam.RolePolicy, f"{name}-rule-permissions").json("policy")["Statement"]


def rule_trust(cloud: Cloud, name: str) -> dict[str, Any]:
    """Who may take the role of a rule."""
    [trust] = cloud.one(iam.Role, f"{name}-rule-role").json("assumeRolePolicy")["Statement"]
    return trust


def trust_of(rule: str) -> dict[str, Any]:
    """The trust in one rule and no other."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnEquals": {"aws:SourceArn": arn("cloudwatch", f"{rule}-rule")}},
    }
