"""Event forward: a rule that hands some of one bus's events to another bus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.access import Access
from components.defaults import Defaults
from components.messaging import event_rule
from components.messaging.dead_letters import DeadLetters

# What is forwarded is live only, so that a replay would not bring it.
REMEDY = "see why, mend it, then put the event in the letter on the other bus by hand"


@dataclass(frozen=True, kw_only=True)
class EventForwardArgs:
    """Which events of which bus go to which other bus, in this account or another's.

    A bus of another account must let this account put events there.
    """

    bus_name: pulumi.Input[str]
    pattern: Mapping[str, Any]
    target_bus_arn: pulumi.Input[str]
    defaults: Defaults = Defaults()

    def __post_init__(self) -> None:
        event_rule.check(self.pattern)


class EventForward(pulumi.ComponentResource):
    """May put events on that one bus; what it turns away is kept. Replays are not forwarded."""

    rule_name: pulumi.Output[str]
    dead_letters: DeadLetters

    def __init__(
        self, name: str, args: EventForwardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventForward", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        pattern = event_rule.live_only(args.pattern)
        rule = event_rule.rule(name, args.bus_name, pattern, args.defaults, child)
        self.dead_letters = event_rule.deliver(
            name,
            rule,
            Access(actions=("events:PutEvents",), resources=(args.target_bus_arn,)),
            REMEDY,
            args.defaults,
            child,
            arn=args.target_bus_arn,
        )

        self.rule_name = rule.name
        self.register_outputs({"ruleArn": rule.arn})
