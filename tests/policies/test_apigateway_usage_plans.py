"""Usage plan rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigateway as aws

from policies.rules import apigateway_usage_plans
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

QUOTA, THROTTLE = {"limit": 1000.0}, {"rateLimit": 10.0, "burstLimit": 20.0}


def plan(**properties):
    return [resource(aws.UsagePlan, "partners", **properties)]


def stage(*planned):
    """A stage of a REST API, and a plan that names some of ``api`` and ``stage``."""
    api = resource(aws.RestApi, "api")
    made = resource(aws.Stage, "s", {"restApi": [api]}, stageName="live", arn=arn("api", "stage"))
    named = [each for each in (api, made) if each.name in planned]
    return [api, made, resource(aws.UsagePlan, "plan", {"apiStages": named})]


ALLOWED = {
    apigateway_usage_plans.stage_has_usage_plan: {
        "the plan names the API and the stage": stage("api", "s"),
        "the stage's name is written out": stage("api"),
        "both are outputs of the stage": stage("s"),
    },
    apigateway_usage_plans.usage_plan_has_limits: {
        "all": plan(quotaSettings=QUOTA, throttleSettings=THROTTLE),
    },
}
REFUSED = {
    apigateway_usage_plans.stage_has_usage_plan: {
        "there is no plan": stage()[:2],
        "the plan is of other APIs": stage(),
    },
    apigateway_usage_plans.usage_plan_has_limits: {
        "no quota": plan(throttleSettings=THROTTLE),
        "no throttle": plan(quotaSettings=QUOTA),
        "no burst": plan(quotaSettings=QUOTA, throttleSettings={"rateLimit": 10.0}),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
