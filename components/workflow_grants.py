"""Grants of a state machine, of ours and an existing one alike."""

from __future__ import annotations

import pulumi

from components.access import Access
from components.arn import completion_rule_of, executions_of, read
from components.grants import named

COMPLETE = ("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat")
FOLLOW = ("states:DescribeExecution", "states:StopExecution")
COMPLETION_RULE = ("events:PutTargets", "events:PutRule", "events:DescribeRule")


class WorkflowGrants:
    """Who may start and follow a state machine; the variable carries its ARN."""

    arn: pulumi.Input[str]

    def start(self, variable: str | None = None) -> Access:
        """Let a function start executions."""
        return self._access(("states:StartExecution",), self.arn, variable)

    def complete(self, variable: str | None = None) -> Access:
        """Let a function end, or keep alive, tasks that wait for a token.

        AWS lists no resource for these actions and yet honours a state machine's ARN, as CDK
        grants it; should AWS ever refuse, try without one first:
        https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
        """
        return self._access(COMPLETE, self.arn, variable)

    def describe(self, variable: str | None = None) -> Access:
        """Let a function read the status of executions; Express workflows keep none."""
        return self._access(("states:DescribeExecution",), self._executions(), variable)

    def run(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let another workflow run this one to its end, of which Step Functions learns by an
        EventBridge rule; an Express workflow cannot be run so.

        https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
        """
        rule = read(self.arn, completion_rule_of)
        return (
            self.start(variable),
            self._access(FOLLOW, self._executions(), None),
            self._access(COMPLETION_RULE, rule, None),
        )

    def run_children(self) -> tuple[Access, ...]:
        """Let the state machine itself run the child executions of a distributed map.

        https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
        """
        return (self.start(), self._access(FOLLOW, self._executions(), None))

    def _executions(self) -> pulumi.Input[str]:
        return read(self.arn, executions_of)

    def _access(
        self, actions: tuple[str, ...], resource: pulumi.Input[str], variable: str | None
    ) -> Access:
        environment = named(variable, self.arn)
        return Access(actions=actions, resources=(resource,), environment=environment)
