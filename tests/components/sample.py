"""What most component tests start from: a stage's defaults, a function, and how to read a role."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi_aws import iam

from components.compute.function import FunctionArgs
from components.defaults import Defaults
from tests.cloud import ACCOUNT, REGION, Cloud

ALARMS = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
TAGS = {"service": "shop"}


def defaults(**changes: Any) -> Defaults:
    """What a stage asks, with any of it changed."""
    return Defaults(alarm_topic=ALARMS, **{"log_retention_days": 14, "tags": TAGS, **changes})


def function(**changes: Any) -> FunctionArgs:
    """A function without code, with anything about it changed."""
    given = {
        "handler": "shop.app.sell.handle",
        "code": pulumi.AssetArchive({}),
        "timeout": 20,
        "defaults": defaults(),
    }
    return FunctionArgs(**{**given, **changes})


def arn(service: str, name: str) -> str:
    """An ARN as the in-memory cloud gives them."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def statements(cloud: Cloud, role: str) -> list[dict[str, Any]]:
    """All that a role may do."""
    return cloud.one(iam.RolePolicy, f"{role}-permissions").json("policy")["Statement"]


def grants(cloud: Cloud, role: str) -> list[dict[str, Any]]:
    """What a function's role may do besides writing its own trace and log."""
    return statements(cloud, role)[2:]
