import pytest
from pulumi_aws import cloudwatch, wafv2

from components.edge.web_acl import BAD_INPUTS, CORE, REPUTATION, WebAcl, WebAclArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import ALARMS, TAGS, arn, defaults

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alarms"
STAGE = "arn:aws:apigateway:eu-west-1::/restapis/a1/stages/live"


def shop(**changes) -> Cloud:
    return deploy(lambda: WebAcl("shop", WebAclArgs(**{"defaults": defaults(), **changes})).arn)


def rules(**changes) -> dict:
    return {rule["name"]: rule for rule in shop(**changes).one(wafv2.WebAcl).inputs["rules"]}


def test_a_web_acl_of_distributions_is_made_in_us_east_1():
    cloud = shop()
    acl = cloud.one(wafv2.WebAcl).inputs
    assert (acl["scope"], acl["region"], acl["tags"]) == ("CLOUDFRONT", "us-east-1", TAGS)
    assert acl["defaultAction"] == {"allow": {}}
    assert cloud.one(cloudwatch.LogGroup).inputs["region"] == "us-east-1"
    assert cloud.one(wafv2.WebAclLoggingConfiguration).inputs["region"] == "us-east-1"
    assert cloud.all(wafv2.WebAclAssociation) == []


def test_an_address_that_sends_too_much_is_answered_429():
    rate = rules(requests_per_ip=500)["rate-per-ip"]
    assert rate["statement"]["rateBasedStatement"] == {
        "limit": 500,
        "evaluationWindowSec": 300,
        "aggregateKeyType": "IP",
    }
    assert rate["action"] == {"block": {"customResponse": {"responseCode": 429}}}


def test_the_managed_groups_block_and_are_measured():
    found = rules()
    assert sorted(each["priority"] for each in found.values()) == [0, 1, 2, 3]
    for group in (CORE, BAD_INPUTS, REPUTATION):
        assert found[group]["overrideAction"] == {"none": {}}
        statement = found[group]["statement"]["managedRuleGroupStatement"]
        assert (statement["vendorName"], statement["name"]) == ("AWS", group)
    measured = [each["visibilityConfig"] for each in found.values()]
    assert {each["cloudwatchMetricsEnabled"] for each in measured} == {True}


def test_a_rule_may_count_in_place_of_blocking():
    core = rules(counted={CORE: ("SizeRestrictions_BODY",)})[CORE]
    assert core["statement"]["managedRuleGroupStatement"]["ruleActionOverrides"] == [
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    ]


def test_the_log_has_what_was_blocked_or_counted_without_tokens():
    cloud = shop()
    group = cloud.one(cloudwatch.LogGroup).inputs
    assert (group["namePrefix"], group["retentionInDays"]) == ("aws-waf-logs-shop-", 14)
    logging = cloud.one(wafv2.WebAclLoggingConfiguration).inputs
    assert logging["logDestinationConfigs"] == [arn("cloudwatch", "shop-waf-logs")]
    redacted = [each["singleHeader"]["name"] for each in logging["redactedFields"]]
    assert redacted == ["authorization", "cookie"]
    [keep] = logging["loggingFilter"]["filters"]
    kept = [each["actionCondition"]["action"] for each in keep["conditions"]]
    assert (logging["loggingFilter"]["defaultBehavior"], kept) == ("DROP", ["BLOCK", "COUNT"])


def test_a_regional_web_acl_protects_what_is_named():
    cloud = shop(scope="REGIONAL", protects={"orders": STAGE})
    assert "region" not in cloud.one(wafv2.WebAcl).inputs
    association = cloud.one(wafv2.WebAclAssociation, "shop-orders").inputs
    assert association["resourceArn"] == STAGE
    assert association["webAclArn"] == arn("wafv2", "shop-acl")


def test_the_alarm_is_in_the_region_of_the_web_acl():
    edge = shop(alarm_topic=TOPIC).one(cloudwatch.MetricAlarm).inputs
    assert edge["dimensions"] == {"WebACL": "shop", "Rule": "ALL"}
    assert (edge["region"], edge["alarmActions"]) == ("us-east-1", [TOPIC])
    assert (edge["metricName"], edge["statistic"], edge["threshold"]) == (
        "BlockedRequests",
        "Sum",
        1_000,
    )
    regional = shop(scope="REGIONAL").one(cloudwatch.MetricAlarm).inputs
    assert regional["dimensions"] == {"WebACL": "shop", "Rule": "ALL", "Region": "eu-west-1"}
    assert "region" not in regional
    assert regional["alarmActions"] == [ALARMS]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scope": "GLOBAL"}, "scope must be CLOUDFRONT or REGIONAL, got GLOBAL"),
        ({"requests_per_ip": 9}, "requests_per_ip must be between 10 and 2000000000, got 9"),
        ({"blocked_requests": 0}, "blocked_requests must be at least 1, got 0"),
        ({"counted": {"Mine": ()}}, "counted must name AWSManagedRulesAmazonIpReputationList"),
        ({"protects": {"orders": STAGE}}, "protects must be empty with scope CLOUDFRONT"),
        ({"alarm_topic": ALARMS}, "alarm_topic must be of us-east-1, got one of eu-west-1"),
    ],
)
def test_refused(given, said):
    with pytest.raises(ValueError) as refused:
        WebAclArgs(**given)
    assert said in str(refused.value)
