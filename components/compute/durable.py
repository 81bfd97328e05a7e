"""Durable: a function whose code waits for long, and goes on after a failure where it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, policy, statements
from components.limits import within

# 366 days, and the days that the state of an ended execution is kept:
# https://docs.aws.amazon.com/lambda/latest/dg/durable-configuration.html
EXECUTION_SECONDS = (1, 31_622_400)
RETENTION_DAYS = (1, 90)

# Runtimes that the durable execution SDK is for.
FIRST_PYTHON = (3, 13)


@dataclass(frozen=True, kw_only=True)
class Durable:
    """How long an execution may take, over all the invocations that it is made of.

    Prefer a ``Workflow``: its states are drawn, its steps need no code, each has retries and grants
    of its own, and others see where an execution is. Prefer a durable function where the order of
    the steps is code that changes often or depends on data, and one team reads it anyway.
    """

    execution_seconds: int
    """The longest execution with all its waits, in seconds; 1 to 31,622,400 (366 days). The
    function's ``timeout`` is that of one invocation."""

    retention_days: int = 14
    """How long the steps of an ended execution can be looked at, in days; 1 to 90."""

    def __post_init__(self) -> None:
        within("execution_seconds", self.execution_seconds, EXECUTION_SECONDS)
        within("retention_days", self.retention_days, RETENTION_DAYS)


def inputs(given: Durable | None) -> dict[str, Any]:
    """What a function is made with; an execution runs by the version with which it began, so that
    each change is a version.
    """
    if given is None:
        return {}
    config = aws.lambda_.FunctionDurableConfigArgs(
        execution_timeout=given.execution_seconds, retention_period=given.retention_days
    )
    return {"durable_config": config, "publish": True}


def check(runtime: str) -> None:
    """Raise ``ValueError`` for a version of Python that the durable execution SDK is not for."""
    found = re.fullmatch(r"python(\d+)\.(\d+)", runtime)
    if found and tuple(map(int, found.groups())) < FIRST_PYTHON:
        raise ValueError(f"a durable function needs python3.13 or later, got {runtime}")


def may_go_on(
    name: str, function: aws.lambda_.Function, role: aws.iam.Role, opts: pulumi.ResourceOptions
) -> aws.iam.RolePolicy:
    """Let a durable function store its steps and find them again; an execution belongs to a version
    of the function.

    https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
    """
    executions = Access(
        actions=("lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"),
        resources=(pulumi.Output.concat(function.arn, ":*"),),
    )
    return aws.iam.RolePolicy(
        f"{name}-durable-execution",
        role=role.id,
        policy=policy(*statements(executions)),
        opts=opts,
    )
