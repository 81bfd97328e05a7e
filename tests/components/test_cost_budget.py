"""Tests of the cost budget: what it counts, and whom it notifies."""

from __future__ import annotations

import re

import pytest
from pulumi import ResourceOptions
from pulumi_aws import budgets, kms, sns

from components.defaults import Defaults
from components.observability.cost_budget import PUBLISHER, CostBudgetArgs, cost_budget
from tests.cloud import deploy
from tests.stage import deployed

TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
GIVEN = {
    "budget_name": "shop-prod",
    "monthly_usd": 250.5,
    "tags": {"stage": "prod"},
    "defaults": Defaults(alarm_topic=TOPIC),
}


def made(**changed):
    args = CostBudgetArgs(**{**GIVEN, **changed})
    return deploy(lambda: cost_budget("shop", args, ResourceOptions()) and None).one(budgets.Budget)


def test_a_month_is_counted_by_its_tags():
    given = made().inputs
    assert {key: given[key] for key in ("name", "budgetType", "timeUnit", "metrics")} == {
        "name": "shop-prod",
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "metrics": "UnblendedCost",
    }
    assert (given["limitAmount"], given["limitUnit"]) == ("250.5", "USD")
    of_the_stage = {"key": "stage", "values": ["prod"], "matchOptions": ["EQUALS"]}
    assert given["filterExpression"] == {"tags": of_the_stage}


def test_several_tags_must_all_be_there():
    ands = made(tags={"stage": "prod", "project": "shop"}).inputs["filterExpression"]["ands"]
    assert [(each["tags"]["key"], each["tags"]["values"]) for each in ands] == [
        ("project", ["shop"]),
        ("stage", ["prod"]),
    ]


def test_the_alarm_topic_is_notified_before_the_budget_is_spent():
    found = made().inputs["notifications"]
    assert [(each["notificationType"], each["threshold"]) for each in found] == [
        ("ACTUAL", 80),
        ("FORECASTED", 100),
    ]
    for each in found:
        assert (each["thresholdType"], each["comparisonOperator"]) == ("PERCENTAGE", "GREATER_THAN")
        assert each["subscriberSnsTopicArns"] == [TOPIC]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"monthly_usd": 0}, "monthly_usd must be more than 0, got 0"),
        ({"tags": {}}, "tags must name what is counted, got none"),
        ({"defaults": Defaults()}, "defaults must have an alarm_topic, which the budget notifies"),
    ],
)
def test_wrong_arguments_are_refused(changed, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        CostBudgetArgs(**{**GIVEN, **changed})


def test_the_alarm_topic_of_prod_and_its_key_let_budgets_publish():
    cloud = deployed("prod")
    budget = cloud.one(budgets.Budget).inputs
    topic = cloud.one(sns.Topic, "platform-alarms-topic")
    assert {arn for each in budget["notifications"] for arn in each["subscriberSnsTopicArns"]} == {
        topic.outputs["arn"]
    }
    of_the_topic = cloud.one(sns.TopicPolicy, "platform-alarms-policy").json("policy")
    of_the_key = cloud.one(kms.Key, "platform-alarms-key").json("policy")
    for policy in (of_the_topic, of_the_key):
        services = [each["Principal"] for each in policy["Statement"] if each["Effect"] == "Allow"]
        assert any(PUBLISHER in each.get("Service", ()) for each in services)


def test_a_stage_without_a_budget_has_none_and_lets_no_other_service_publish():
    cloud = deployed("dev")
    assert cloud.all(budgets.Budget) == []
    assert PUBLISHER not in cloud.one(sns.TopicPolicy, "platform-alarms-policy").inputs["policy"]
