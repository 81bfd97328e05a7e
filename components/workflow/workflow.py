"""Workflow: a Step Functions state machine with its role, logs, tracing and alarms."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.document import document
from components.observability import execution_alarms
from components.observability.log_group import log_group
from components.references import WorkflowRef
from components.roles import role_for
from components.workflow.definition import Definition, every_state
from components.workflow.kind import Express, check_express
from components.workflow_grants import WorkflowGrants

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

# The actions of log delivery take no resource:
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


@dataclass(frozen=True, kw_only=True)
class WorkflowArgs:
    """The definition of a state machine, its type, and when its failures alarm."""

    definition: Definition
    """The states. What they need to be allowed comes with them."""

    uses: tuple[Access, ...] = ()
    """What else the state machine's role may do."""

    express: Express | None = None
    """Makes it an Express workflow. A Standard one, the default, keeps a history of every execution
    and runs each state exactly once."""

    failure_percent: float | None = None
    """The alarm on failed executions goes to ALARM above this percentage of executions, more than 0
    and less than 100; for workflows in which failing is ordinary business. At the first failed
    execution if not given."""

    defaults: Defaults = Defaults()
    """The stage defaults: log retention, execution data in logs, alarm topic and tags."""

    def __post_init__(self) -> None:
        if self.failure_percent is not None and not 0 < self.failure_percent < 100:
            raise ValueError(
                "failure_percent must be more than 0 and less than 100, or None to alarm on the "
                f"first failed execution, got {self.failure_percent:g}"
            )
        if self.express is not None:
            check_express(self.definition)


class Workflow(WorkflowGrants, pulumi.ComponentResource):
    """A state machine with a role of its own, a log group, X-Ray tracing, and alarms on executions
    that fail, time out or are aborted.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    state_machine: aws.sfn.StateMachine
    role: aws.iam.Role
    log_group: aws.cloudwatch.LogGroup
    failure_alarms: list[aws.cloudwatch.MetricAlarm]
    child_executions: aws.iam.RolePolicy | None = None

    def __init__(
        self, name: str, args: WorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:workflow:Workflow", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        prefix = f"{LOG_FOLDER}{name}-"
        logs = self.log_group = log_group(
            f"{name}-logs", "workflows", args.defaults, child, name_prefix=prefix
        )
        role = self.role = role_for(
            f"{name}-role", assumed_by("states.amazonaws.com"), args.defaults, child
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=role.id,
            policy=policy(TRACE, DELIVER_LOGS, *statements(*args.definition.uses, *args.uses)),
            opts=child,
        )
        machine = self.state_machine = aws.sfn.StateMachine(
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
        if runs_itself(args.definition):
            self.child_executions = aws.iam.RolePolicy(
                f"{name}-child-executions",
                role=role.id,
                policy=policy(*statements(*WorkflowRef.of(machine).run_children())),
                opts=child,
            )
        self.failure_alarms = execution_alarms.workflow_failures(
            name, machine.arn, args.failure_percent, args.defaults, child
        )

        self.name, self.arn = machine.name, machine.arn
        self._kept = args.express is None
        self.register_outputs({"arn": self.arn})

    def describe(self, variable: str | None = None) -> Access:
        """Let a function read the status of executions; raises ``ValueError`` for an Express
        workflow.
        """
        self._check_kept()
        return super().describe(variable)

    def run(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let another workflow run this one to its end; raises ``ValueError`` for an Express
        workflow.
        """
        self._check_kept()
        return super().run(variable)

    def _check_kept(self) -> None:
        if not self._kept:
            raise ValueError("an EXPRESS workflow keeps no executions to describe: use STANDARD")


def runs_itself(definition: Definition) -> bool:
    """Whether it has a distributed map, whose child executions are of the state machine itself."""
    states = definition.render()["States"].items()
    maps = [state["ItemProcessor"] for _, state in every_state(states) if "ItemProcessor" in state]
    return any(each["ProcessorConfig"]["Mode"] == "DISTRIBUTED" for each in maps)
