"""Tests of tracing: what is sampled, and which traces are of a service."""

from __future__ import annotations

import re

import pytest
from pulumi import ResourceOptions
from pulumi_aws import apigateway, xray

from components.defaults import Defaults
from components.observability.tracing import SamplingRuleArgs, sampling_rule, trace_group
from settings import SERVICES
from tests.cloud import deploy
from tests.stage import deployed

OPTS = ResourceOptions()
TAGGED = Defaults(tags={"team": "shop"})
RULE = SamplingRuleArgs(rule_name="shop-prod", stage="prod", percent=5, defaults=TAGGED)


def test_a_stage_has_a_rule_for_the_requests_of_its_rest_apis():
    rule = deploy(lambda: sampling_rule("shop", RULE, OPTS) and None).one(xray.SamplingRule)
    assert rule.inputs == {
        "ruleName": "shop-prod",
        "priority": 1000,
        "version": 1,
        "reservoirSize": 1,
        "fixedRate": 0.05,
        "serviceType": "AWS::ApiGateway::Stage",
        "serviceName": "*/prod",
        **dict.fromkeys(("host", "httpMethod", "urlPath", "resourceArn"), "*"),
        "tags": {"team": "shop"},
    }


def test_a_group_has_the_traces_with_its_annotations():
    wanted = {"stage": "prod", "service": "orders"}
    cloud = deploy(lambda: trace_group("orders", "shop-orders", wanted, TAGGED, OPTS) and None)
    group = cloud.one(xray.Group)
    assert group.name == "orders-traces"
    assert group.inputs == {
        "groupName": "shop-orders",
        "filterExpression": 'annotation.service = "orders" AND annotation.stage = "prod"',
        "tags": {"team": "shop"},
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rule_name": "n" * 33}, "the length of rule_name must be between 1 and 32, got 33"),
        ({"percent": 101}, "percent must be between 0 and 100, got 101"),
        ({"percent": -1}, "percent must be between 0 and 100, got -1"),
    ],
)
def test_wrong_arguments_are_refused(given, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        SamplingRuleArgs(**{"rule_name": "shop-prod", "stage": "prod", "percent": 5, **given})


def test_a_name_that_x_ray_would_not_take_is_refused():
    with pytest.raises(ValueError, match="the length of group_name must be between 1 and 32"):
        trace_group("orders", "n" * 33, {"service": "orders"}, TAGGED, OPTS)


def test_prod_samples_its_own_apis_and_has_a_group_for_each_service():
    cloud = deployed("prod")
    rule = cloud.one(xray.SamplingRule).inputs
    assert {each.inputs["stageName"] for each in cloud.all(apigateway.Stage)} == {"prod"}
    assert (rule["serviceName"], rule["fixedRate"]) == ("*/prod", 0.05)
    groups = {each.inputs["groupName"]: each.inputs for each in cloud.all(xray.Group)}
    assert set(groups) == {f"platform-prod-{service}" for service in SERVICES}
    assert groups["platform-prod-orders"]["filterExpression"] == (
        'annotation.service = "orders" AND annotation.stage = "prod"'
    )


def test_a_stage_that_does_not_say_what_is_sampled_leaves_it_to_its_account():
    assert deployed("dev").all(xray.SamplingRule) == []
    assert deployed("dev").all(xray.Group) == []
