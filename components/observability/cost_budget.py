"""Cost budget: notifies when a stage costs more in a month than it should, or will.

https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults

# The principal that publishes to the alarm topic.
PUBLISHER = "budgets.amazonaws.com"

# In percent of the budget: what is spent already, and what the month is forecast to cost.
NOTIFICATIONS = (("ACTUAL", 80), ("FORECASTED", 100))


@dataclass(frozen=True, kw_only=True)
class CostBudgetArgs:
    """How much a month may cost, and of which resources."""

    budget_name: str
    """The name of the budget, unique in an account, at most 100 characters."""

    monthly_usd: float
    """US dollars a month, more than 0."""

    tags: Mapping[str, str]
    """The cost allocation tags of what is counted, as ``{"project": "shop", "stage": "prod"}``;
    they count from the day that they are activated in the billing console."""

    defaults: Defaults
    """The stage defaults: the alarm topic, which must allow ``budgets.amazonaws.com``, and tags."""

    def __post_init__(self) -> None:
        if self.monthly_usd <= 0:
            raise ValueError(f"monthly_usd must be more than 0, got {self.monthly_usd:g}")
        if not self.tags:
            raise ValueError("tags must name what is counted, got none")
        if self.defaults.alarm_topic is None:
            raise ValueError("defaults must have an alarm_topic, which the budget notifies")


def cost_budget(
    name: str, args: CostBudgetArgs, opts: pulumi.ResourceOptions
) -> aws.budgets.Budget:
    """A monthly budget that notifies the alarm topic at 80 % spent and at 100 % forecast."""
    tagged: list[dict[str, Any]] = [
        {"tags": {"key": key, "values": [value], "match_options": ["EQUALS"]}}
        for key, value in sorted(args.tags.items())
    ]
    counted: Any = tagged[0] if len(tagged) == 1 else {"ands": tagged}
    notified: list[Any] = [
        {
            "notification_type": kind,
            "comparison_operator": "GREATER_THAN",
            "threshold": percent,
            "threshold_type": "PERCENTAGE",
            "subscriber_sns_topic_arns": [args.defaults.alarm_topic],
        }
        for kind, percent in NOTIFICATIONS
    ]
    return aws.budgets.Budget(
        f"{name}-budget",
        name=args.budget_name,
        budget_type="COST",
        time_unit="MONTHLY",
        limit_amount=f"{args.monthly_usd:g}",
        limit_unit="USD",
        metrics="UnblendedCost",
        filter_expression=counted,
        notifications=notified,
        tags=args.defaults.tags,
        opts=opts,
    )
