"""Event workflow: a rule on a bus that starts a state machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.messaging import event_input, event_pattern, event_target
from components.messaging.dead_letters import DeadLetters
from components.references import AnyWorkflow, WorkflowRef

# The message holds what the workflow would have been given, the archive the whole event.
REMEDY = "find out why, mend it, then replay the event from the archive with platform backfill"


@dataclass(frozen=True, kw_only=True)
class EventWorkflowArgs:
    """The bus, the events, the workflow and its input."""

    bus_name: pulumi.Input[str]
    """Name or ARN of the event bus."""

    pattern: Mapping[str, Any]
    """EventBridge event pattern of the events that start an execution. A replay of the bus's
    archive starts one only if its name begins with the component's name and a dot."""

    workflow: AnyWorkflow
    """The workflow to start: ours, ``aws.sfn.StateMachine`` or its ARN."""

    input: Mapping[str, str] = field(default_factory=dict)
    """The keys of the execution's input, each with its path in the event, as
    ``{"orderId": "$.detail.data.orderId"}``; every event must have these paths. The input is the
    whole event if not given."""

    defaults: Defaults = Defaults()
    """The stage defaults: retries, event age, alarm topic, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        event_pattern.check(self.pattern)
        WorkflowRef.of(self.workflow)
        event_input.check(self.input)


class EventWorkflow(pulumi.ComponentResource):
    """Starts an execution for each matching event; an event that could not start one moves to the
    dead-letter queue.

    EventBridge delivers at least once, so that an event may start two executions: the workflow's
    first state has to detect the second one, by a key in the event.
    """

    rule: aws.cloudwatch.EventRule
    target: aws.cloudwatch.EventTarget
    role: aws.iam.Role
    dead_letter_queue: DeadLetters

    def __init__(
        self, name: str, args: EventWorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventWorkflow", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        workflow = WorkflowRef.of(args.workflow)
        pattern = event_pattern.for_consumer(args.pattern, name)
        self.rule = event_target.rule(name, args.bus_name, pattern, args.defaults, child)
        made = event_target.deliver(
            name,
            self.rule,
            workflow.start(),
            REMEDY,
            args.defaults,
            child,
            arn=workflow.arn,
            input_transformer=event_input.transformer(args.input),
        )

        self.target, self.role = made.target, made.role
        self.dead_letter_queue = made.dead_letter_queue
        self.register_outputs({"ruleArn": self.rule.arn})
