import pytest
from pulumi_aws import cloudwatch, wafv2

from components.edge.web_acl import WebAcl, WebAclArgs
from components.edge.web_acl_rules import BAD_INPUTS, CORE, REPUTATION
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


SQL = "AWSManagedRulesSQLiRuleSet"
PATH = {
    "name": "no-admin",
    "action": {"block": {}},
    "statement": {
        "byte_match_statement": {
            "search_string": "/admin",
            "field_to_match": {"uri_path": {}},
            "positional_constraint": "STARTS_WITH",
            "text_transformations": [{"priority": 0, "type": "LOWERCASE"}],
        }
    },
}


def test_the_rules_are_in_the_order_of_what_they_cost():
    given = {
        "allowed_addresses": ("192.0.2.0/24",),
        "blocked_addresses": ("198.51.100.7/32",),
        "blocked_countries": ("KP",),
        "rules": (PATH,),
        "more_groups": (SQL,),
    }
    found = sorted(rules(**given).values(), key=lambda rule: rule["priority"])
    names = ["allowed-addresses", "blocked-addresses", "blocked-countries", "rate-per-ip"]
    assert [rule["name"] for rule in found] == [
        *(*names, "no-admin"),
        *(REPUTATION, BAD_INPUTS, CORE, SQL),
    ]
    assert [rule["visibilityConfig"]["metricName"] for rule in found] == [
        rule["name"] for rule in found
    ]
    assert [rule["priority"] for rule in found] == [*range(9)]


def test_addresses_are_in_a_set_for_each_version_where_the_web_acl_is():
    blocked = ("198.51.100.0/24", "2001:db8::/32", "203.0.113.9/32")
    cloud = shop(blocked_addresses=blocked)
    sets = {each.name: each.inputs for each in cloud.all(wafv2.IpSet)}
    assert sets.keys() == {"shop-blocked-addresses-ipv4", "shop-blocked-addresses-ipv6"}
    four, six = sets.values()
    assert four["addresses"] == ["198.51.100.0/24", "203.0.113.9/32"]
    assert (six["ipAddressVersion"], six["addresses"]) == ("IPV6", ["2001:db8::/32"])
    assert {(each["scope"], each["region"]) for each in sets.values()} == {
        ("CLOUDFRONT", "us-east-1")
    }
    [rule] = [each for each in cloud.one(wafv2.WebAcl).inputs["rules"] if each["priority"] == 0]
    assert rule["action"] == {"block": {}}
    arns = [
        each["ipSetReferenceStatement"]["arn"]
        for each in rule["statement"]["orStatement"]["statements"]
    ]
    assert arns == [arn("wafv2", name) for name in sets]


def test_allowed_addresses_pass_before_the_limit():
    rule = rules(allowed_addresses=("192.0.2.0/24",))["allowed-addresses"]
    assert (rule["priority"], rule["action"]) == (0, {"allow": {}})
    assert "ipSetReferenceStatement" in rule["statement"]


def test_countries_and_rules_of_ones_own_block():
    found = rules(blocked_countries=("KP", "IR"), rules=(PATH,))
    assert found["blocked-countries"]["statement"] == {
        "geoMatchStatement": {"countryCodes": ["KP", "IR"]}
    }
    matched = found["no-admin"]["statement"]["byteMatchStatement"]
    assert matched["searchString"] == "/admin"


def test_rules_of_a_further_group_may_count():
    counted = rules(more_groups=(SQL,), counted={SQL: ("SQLi_BODY",)})[SQL]
    assert counted["statement"]["managedRuleGroupStatement"]["ruleActionOverrides"] == [
        {"name": "SQLi_BODY", "actionToUse": {"count": {}}}
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
        ({"more_groups": ("Mine",)}, "more_groups must name other groups of AWS's"),
        ({"more_groups": (CORE,)}, f"each once, got {CORE}"),
        ({"more_groups": (SQL, SQL)}, f"each once, got {SQL}"),
        ({"allowed_addresses": ("office",)}, "allowed_addresses must be ranges as 192.0.2.0/24"),
        ({"blocked_addresses": ("192.0.2.1/24",)}, "2001:db8::/32, got 192.0.2.1/24"),
        (
            {"allowed_addresses": ("192.0.2.0/24",), "blocked_addresses": ("192.0.2.0/24",)},
            "addresses must be allowed or blocked, got both: 192.0.2.0/24",
        ),
        ({"blocked_addresses": ("192.0.2.0/24",) * 10_001}, "must be 10,000 at most, got 10,001"),
        ({"blocked_countries": ("Norway",)}, "codes of ISO 3166, as KP, got Norway"),
        ({"rules": ({"name": "a"},)}, "must have name, statement, and action or override_action"),
        ({"rules": ({**PATH, "override_action": {"none": {}}},)}, "and action or override_action"),
        ({"rules": ({**PATH, "priority": 1},)}, "without priority and visibility_config, got"),
        ({"rules": (PATH, PATH)}, "otherwise than those that are there, got no-admin"),
        ({"rules": ({**PATH, "name": "rate-per-ip"},)}, "that are there, got rate-per-ip"),
        ({"rules": ({**PATH, "name": "no admin"},)}, "characters, digits, - and _"),
        ({"protects": {"orders": STAGE}}, "protects must be empty with scope CLOUDFRONT"),
        ({"alarm_topic": ALARMS}, "alarm_topic must be of us-east-1, got one of eu-west-1"),
    ],
)
def test_refused(given, said):
    with pytest.raises(ValueError) as refused:
        WebAclArgs(**given)
    assert said in str(refused.value)
