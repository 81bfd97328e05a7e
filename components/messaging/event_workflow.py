"""Event workflow: a rule on a bus that starts a state machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.defaults import Defaults
from components.messaging import event_rule
from components.messaging.dead_letters import DeadLetters
from components.workflow.workflow import Workflow

# The letter holds what the workflow would have been given, the archive the whole event.
REMEDY = "see why, mend it, then replay the event from the archive with platform backfill"


@dataclass(frozen=True, kw_only=True)
class EventWorkflowArgs:
    """Which events of which bus start the workflow, and what of an event is its input.

    ``input`` gives each key of the input its path in the event, as ``$.detail.data.orderId``;
    without it the input is the whole event. Every event must have what the paths name.
    """

    bus_name: pulumi.Input[str]
    pattern: Mapping[str, Any]
    workflow: Workflow
    defaults: Defaults = Defaults()
    input: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        event_rule.check(self.pattern)
        for key, path in self.input.items():
            # EventBridge keeps names that begin with AWS to itself.
            if not re.fullmatch(r"(?!aws)[A-Za-z][A-Za-z0-9_-]*", key, re.ASCII | re.IGNORECASE):
                raise ValueError(f"input must be named by letters and digits, got {key}")
            if not re.fullmatch(r"\$(\.[A-Za-z0-9_-]+)+", path):
                raise ValueError(f"input {key} must be a path as $.detail.data, got {path}")


class EventWorkflow(pulumi.ComponentResource):
    """The rule may start this workflow and no other; an event that could not start it is kept.

    A bus may tell an event twice, and then two executions start: the first state must know a
    second one by what is in the event.
    """

    rule_name: pulumi.Output[str]
    dead_letters: DeadLetters

    def __init__(
        self, name: str, args: EventWorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventWorkflow", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        pattern = event_rule.for_consumer(args.pattern, name)
        rule = event_rule.rule(name, args.bus_name, pattern, args.defaults, child)
        self.dead_letters = event_rule.deliver(
            name,
            rule,
            args.workflow.start("WORKFLOW"),
            REMEDY,
            args.defaults,
            child,
            arn=args.workflow.arn,
            input_transformer=_transformer(args.input),
        )

        self.rule_name = rule.name
        self.register_outputs({"ruleArn": rule.arn})


def _transformer(paths: Mapping[str, str]) -> dict[str, Any] | None:
    """EventBridge puts quotes around a text itself, so that the places stand bare."""
    if not paths:
        return None
    places = ", ".join(f"{json.dumps(key)}: <{key}>" for key in paths)
    return {"input_paths": dict(paths), "input_template": f"{{{places}}}"}
