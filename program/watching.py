"""Watching: the sampling rule and the budget of a stage, where its file asks for them."""

from __future__ import annotations

import pulumi

from components.observability.cost_budget import CostBudgetArgs, cost_budget
from components.observability.tracing import SamplingRuleArgs, sampling_rule
from microservice.stage_defaults import stage_defaults
from settings import PLATFORM, PROJECT, Settings


def watch(
    name: str,
    settings: Settings,
    alarm_topic: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Make what the stage has once, beside its alarms."""
    defaults = stage_defaults(settings, PLATFORM, alarm_topic)
    of_the_stage = f"{PROJECT}-{settings.stage}"
    if settings.tracing is not None:
        rule = SamplingRuleArgs(
            rule_name=of_the_stage,
            stage=settings.stage,
            percent=settings.tracing.sample_percent,
            defaults=defaults,
        )
        sampling_rule(name, rule, opts)
    if settings.monthly_budget_usd is not None:
        budget = CostBudgetArgs(
            budget_name=of_the_stage,
            monthly_usd=settings.monthly_budget_usd,
            tags={"project": PROJECT, "stage": settings.stage},
            defaults=defaults,
        )
        cost_budget(name, budget, opts)
