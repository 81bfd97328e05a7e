"""Workflow: a Step Functions state machine from a definition in Amazon States Language."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.workflow import workflow
from package.arguments import given, named_as_written, whole_numbers
from package.definition import definition
from package.function_settings import Permission, accesses
from package.stage_defaults import StageDefaults, defaults


class WorkflowArgs(TypedDict, total=False):
    """What the state machine does, and what it may do."""

    definition: Required[Mapping[str, Any]]
    """The state machine in Amazon States Language: StartAt, States, and what else it may have. It is checked for states that are missing, never reached, or never end."""

    permissions: list[Permission]
    """What the states may do, as lambda:InvokeFunction on the ARN of a function."""

    failure_percent: float
    """The alarm on failed executions goes to ALARM above this share of executions, in percent (more than 0, less than 100); at the first failed execution unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common."""


class Workflow(pulumi.ComponentResource):
    """A Standard state machine with a role of its own, a log group, X-Ray tracing, and alarms on executions that fail, time out or are aborted."""

    state_machine_name: pulumi.Output[str]
    """Name of the state machine."""

    state_machine_arn: pulumi.Output[str]
    """ARN of the state machine, by which executions are started."""

    def __init__(
        self, name: str, args: WorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Workflow", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(WorkflowArgs):
            workflow_args = workflow.WorkflowArgs(
                definition=definition(whole_numbers(args["definition"])),
                uses=accesses(args.get("permissions", [])),
                defaults=defaults(args.get("defaults")),
                **given(WorkflowArgs, args, "definition", "permissions", "defaults"),
            )
            made = workflow.Workflow(name, workflow_args, opts=child)
        self.state_machine_name, self.state_machine_arn = made.name, made.arn
        self.register_outputs({"stateMachineArn": made.arn})
