"""Approval: a state machine that checks an expense, and pays it at its time or rejects it."""

import pulumi

from components.compute.function import Function, FunctionArgs
from components.workflow.choice import Choice, When, less_than
from components.workflow.definition import Definition
from components.workflow.integrations import invoke
from components.workflow.states import Fail, Succeed, Task, Wait
from components.workflow.workflow import Workflow, WorkflowArgs

low = When(less_than("$.risk", 50), next="UntilPayday")
risk = Function("risk", FunctionArgs(handler="risk.handle", code="app", preset="simple"))

approval = Workflow(
    "approval",
    WorkflowArgs(
        definition=Definition(
            (
                Task("Assess", does=invoke(risk), timeout=60, result_path="$.risk", next="Decide"),
                Choice("Decide", rules=(low,), otherwise="Rejected"),
                Wait("UntilPayday", timestamp="$.payday", next="Paid"),
                Succeed("Paid"),
                Fail("Rejected", error="TooRisky", cause="the risk is 50 or more"),
            )
        )
    ),
)

pulumi.export("workflowArn", approval.arn)
