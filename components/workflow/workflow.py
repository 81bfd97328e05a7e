"""Workflow: a state machine with its own role, logs, trace and failure alarm."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statement
from components.defaults import Defaults
from components.document import document
from components.observability import alarms
from components.workflow.definition import Definition
from components.workflow.kind import Express, check_express

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

# The account's one policy for delivered logs, of 5,120 characters, grows by every group but these:
# https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
LOG_FOLDER = "/aws/vendedlogs/states/"

COMPLETION_RULE = "StepFunctionsGetEventsForStepFunctionsExecutionRule"


@dataclass(frozen=True, kw_only=True)
class WorkflowArgs:
    """What to run; the grants that its states need come with it, ``uses`` is for what else.

    Standard keeps an audit trail and runs each state exactly once; Express has to be declared.
    Where executions may fail as a matter of business, ``failure_percent`` says how many in a
    hundred do before somebody is told; else it is the first.
    """

    definition: Definition
    defaults: Defaults = Defaults()
    uses: tuple[Access, ...] = ()
    express: Express | None = None
    failure_percent: float | None = None

    def __post_init__(self) -> None:
        if self.failure_percent is not None and not 0 < self.failure_percent < 100:
            raise ValueError(
                "failure_percent must be more than 0 and less than 100, or None to be told of the "
                f"first execution that fails, got {self.failure_percent:g}"
            )
        if self.express is not None:
            check_express(self.definition)


class Workflow(pulumi.ComponentResource):
    """Runs with what its states need, and leaves a log of every step and a trace of every run."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: WorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:workflow:Workflow", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name_prefix=f"{LOG_FOLDER}{name}-",
            retention_in_days=args.defaults.log_retention_days,
            tags=args.defaults.tags,
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=assumed_by("states.amazonaws.com"),
            tags=args.defaults.tags,
            opts=child,
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=role.id,
            policy=policy(
                TRACE, DELIVER_LOGS, *map(statement, (*args.definition.uses, *args.uses))
            ),
            opts=child,
        )
        machine = aws.sfn.StateMachine(
            f"{name}-machine",
            type="EXPRESS" if args.express else "STANDARD",
            role_arn=role.arn,
            definition=document(args.definition.render()),
            tracing_configuration={"enabled": True},
            logging_configuration={
                "level": "ALL" if args.defaults.data_trace else "ERROR",
                "include_execution_data": args.defaults.data_trace,
                "log_destination": pulumi.Output.concat(logs.arn, ":*"),
            },
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permissions]),
        )
        alarms.workflow_failures(name, machine.arn, args.failure_percent, args.defaults, child)

        self.name, self.arn = machine.name, machine.arn
        self._kept = args.express is None
        self.register_outputs({"arn": self.arn})

    def start(self, variable: str) -> Access:
        """Let a function start executions; it finds the machine's ARN in ``variable``."""
        return Access(
            actions=("states:StartExecution",),
            resources=(self.arn,),
            environment={variable: self.arn},
        )

    def complete(self) -> Access:
        """Let a function end, or keep alive, tasks of this workflow that wait for a token.

        AWS lists no resource for these actions and yet honours a state machine's ARN, as CDK
        grants it; should AWS ever refuse, try without one first:
        https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
        """
        return Access(
            actions=(
                "states:SendTaskSuccess",
                "states:SendTaskFailure",
                "states:SendTaskHeartbeat",
            ),
            resources=(self.arn,),
        )

    def describe(self, variable: str) -> Access:
        """Let a function ask how an execution is getting on; it finds the machine's ARN in
        ``variable``.
        """
        self._check_kept()
        return Access(
            actions=("states:DescribeExecution",),
            resources=(self.arn.apply(executions_of),),
            environment={variable: self.arn},
        )

    def run(self) -> tuple[Access, ...]:
        """Let another workflow run this one to its end, of which Step Functions learns by a rule.

        https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
        """
        self._check_kept()
        follow = Access(
            actions=("states:DescribeExecution", "states:StopExecution"),
            resources=(self.arn.apply(executions_of),),
        )
        listen = Access(
            actions=("events:PutTargets", "events:PutRule", "events:DescribeRule"),
            resources=(self.arn.apply(completion_rule_of),),
        )
        start = Access(actions=("states:StartExecution",), resources=(self.arn,))
        return (start, follow, listen)

    def _check_kept(self) -> None:
        if not self._kept:
            raise ValueError("an EXPRESS workflow keeps no executions to ask about: use STANDARD")


def executions_of(machine_arn: str) -> str:
    """The ARNs of all executions of a state machine."""
    return machine_arn.replace(":stateMachine:", ":execution:") + ":*"


def completion_rule_of(machine_arn: str) -> str:
    """The rule that Step Functions keeps in the account to learn when executions end."""
    partition, region, account = (machine_arn.split(":")[part] for part in (1, 3, 4))
    return f"arn:{partition}:events:{region}:{account}:rule/{COMPLETION_RULE}"
