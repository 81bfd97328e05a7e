"""Amazon API Gateway, usage plans: which REST APIs have one, and what it limits."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"


@rule(
    "apigateway-stage-usage-plan",
    "A stage of a REST API is in a usage plan",
    about=apigateway.Stage,
    severity=Severity.LOW,
    remedy="Name its API and the stage in api_stages of a usage plan",
    documentation=f"{GUIDE}/api-gateway-api-usage-plans.html",
)
def stage_has_usage_plan(stage: Resource, graph: Graph) -> Iterator[str]:
    """A client that asks for too much can be limited by its key, and the others stay as they are;
    API Gateway takes a key only for the stages of its plan."""
    parts = [stage, *graph.of(stage, "restApi", apigateway.RestApi)]
    plans = [p for part in parts for p in graph.users(part, apigateway.UsagePlan, "apiStages")]
    if not plans:
        yield "no usage plan has it"


@rule(
    "apigateway-usage-plan-limits",
    "A usage plan has a quota, a rate and a burst",
    about=apigateway.UsagePlan,
    severity=Severity.MEDIUM,
    remedy="Set quota_settings, and throttle_settings with rate_limit and burst_limit",
    documentation=f"{GUIDE}/api-gateway-api-usage-plans.html",
)
def usage_plan_has_limits(plan: Resource) -> Iterator[str]:
    """Without them a key is not limited by its plan."""
    wanted = ("quotaSettings.limit", "throttleSettings.rateLimit", "throttleSettings.burstLimit")
    if missing := [path for path in wanted if not plan.has(path)]:
        yield f"{', '.join(missing)} is not set"


RULES = (stage_has_usage_plan, usage_plan_has_limits)
