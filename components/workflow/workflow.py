"""Workflow: a state machine with its own role, logs, trace and failure alarm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statement
from components.document import document
from components.observability import alarms
from components.observability.standards import Standards

# A traced state machine also asks which executions to sample:
# https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
TRACE = {
    "Effect": "Allow",
    "Action": [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
    ],
    "Resource": "*",
}

# Step Functions delivers its logs through a service that takes no resource:
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
DELIVER_LOGS = {
    "Effect": "Allow",
    "Action": [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
    ],
    "Resource": "*",
}


@dataclass(frozen=True, kw_only=True)
class WorkflowArgs:
    """``definition`` is Amazon States Language as data; outputs may stand anywhere in it.

    Standard keeps an audit trail and runs each state exactly once; Express is for much traffic,
    under five minutes, where at-least-once is enough.
    """

    definition: Mapping[str, Any]
    standards: Standards
    uses: tuple[Access, ...] = ()
    kind: Literal["STANDARD", "EXPRESS"] = "STANDARD"

    def __post_init__(self) -> None:
        states = self.definition.get("States", {})
        if self.definition.get("StartAt") not in states:
            raise ValueError(
                f"definition must start at one of its states ({', '.join(states) or 'none'}), "
                f"got {self.definition.get('StartAt')}"
            )
        waits = [name for name, state in _states(self.definition) if _waits(state)]
        if self.kind == "EXPRESS" and waits:
            raise ValueError(
                f"an EXPRESS workflow cannot wait for {', '.join(waits)}: use STANDARD, or a task "
                "that ends by itself"
            )


class Workflow(pulumi.ComponentResource):
    """Runs with what ``uses`` says, and leaves a log of every step and a trace of every run."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: WorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:workflow:Workflow", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            retention_in_days=args.standards.log_retention_days,
            tags=args.standards.tags,
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=assumed_by("states.amazonaws.com"),
            tags=args.standards.tags,
            opts=child,
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=role.id,
            policy=policy(TRACE, DELIVER_LOGS, *[statement(access) for access in args.uses]),
            opts=child,
        )
        machine = aws.sfn.StateMachine(
            f"{name}-machine",
            type=args.kind,
            role_arn=role.arn,
            definition=document(args.definition),
            tracing_configuration={"enabled": True},
            logging_configuration={
                "level": "ALL" if args.standards.data_trace else "ERROR",
                "include_execution_data": args.standards.data_trace,
                "log_destination": pulumi.Output.concat(logs.arn, ":*"),
            },
            tags=args.standards.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permissions]),
        )
        alarms.workflow_failures(name, machine.arn, args.standards, child)

        self.name, self.arn = machine.name, machine.arn
        self.register_outputs({"arn": self.arn})

    def start(self, variable: str) -> Access:
        """Let a function start executions; it finds the machine's ARN in ``variable``."""
        return Access(
            actions=("states:StartExecution",),
            resources=(self.arn,),
            environment={variable: self.arn},
        )


def _states(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every state by name, those inside a map or a parallel state too."""
    for name, state in definition.get("States", {}).items():
        yield name, state
        for inner in (state.get("ItemProcessor", {}), *state.get("Branches", ())):
            yield from _states(inner)


def _waits(state: Mapping[str, Any]) -> bool:
    """Whether a task ends only when someone else says so: by a token, or another job's end."""
    resource = state.get("Resource")
    return isinstance(resource, str) and resource.endswith(
        (".waitForTaskToken", ".sync", ".sync:2")
    )
