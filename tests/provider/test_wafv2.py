"""Web ACLs in WAF's own words, and what WAF refuses where the emulator would not."""

from __future__ import annotations

import pytest

from local.provider.cloud import Cloud
from local.provider.differing import difference
from local.provider.registry import resource_types
from local.provider.resource_types.wafv2 import config

CLOUD = Cloud(region="us-east-1", endpoints={"all": "http://127.0.0.1:1"})
TYPES = resource_types()
ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
ADDRESSES = "aws:wafv2/ipSet:IpSet"
FUNCTION = "aws:cloudfront/function:Function"

API = "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/dev"
REGIONAL = "arn:aws:wafv2:eu-west-1:1:regional/webacl/shop/1"
GLOBAL = "arn:aws:wafv2:us-east-1:1:global/webacl/shop/1"
GROUP = "arn:aws:logs:us-east-1:1:log-group:{}"


def rule(priority=0, **rate):
    statement = {"rateBasedStatement": {"aggregateKeyType": "IP", **rate}}
    return {"name": "rate", "priority": priority, "statement": statement}


def wrong(token, **props):
    return "; ".join(TYPES[token].check(props))


def test_a_web_acl_is_asked_for_in_wafs_words():
    block = {"block": {"customResponse": {"responseCode": 429}}}
    measured = {"metricName": "m", "cloudwatchMetricsEnabled": True, "sampledRequestsEnabled": True}
    said = config(
        CLOUD,
        {
            "name": "shop",
            "scope": "CLOUDFRONT",
            "defaultAction": {"allow": {}},
            "rules": [{**rule(limit=100, evaluationWindowSec=300), "action": block}],
            "visibilityConfig": measured,
        },
    )
    [asked] = said["Rules"]
    assert asked["Action"] == {"Block": {"CustomResponse": {"ResponseCode": 429}}}
    assert asked["Statement"]["RateBasedStatement"] == {
        "AggregateKeyType": "IP",
        "Limit": 100,
        "EvaluationWindowSec": 300,
    }
    assert said["DefaultAction"] == {"Allow": {}}
    assert said["VisibilityConfig"]["CloudWatchMetricsEnabled"] is True


@pytest.mark.parametrize(
    ("token", "props", "why"),
    [
        (ACL, {"name": "a b"}, "name must be 1 to 128 "),
        (ACL, {"rules": [rule(1), rule(1)]}, "rules must have different priorities, got 1, 1"),
        (ACL, {"rules": [rule(limit=9)]}, "limit to be in the range"),
        (ACL, {"rules": [rule(evaluationWindowSec=90)]}, "one of 60, 120, 300, 600, got 90"),
        (ASSOCIATION, {"resourceArn": API.replace("restapis", "apis")}, "must be that of a stage"),
        (ASSOCIATION, {"webAclArn": GLOBAL}, "must be that of a web ACL of scope REGIONAL"),
        (LOGGING, {"logDestinationConfigs": [GROUP.format("shop")]}, "must be named aws-waf-logs-"),
        (ADDRESSES, {"ipAddressVersion": "IPV5"}, "to be one of IPV4, IPV6, got IPV5"),
        (ADDRESSES, {"addresses": ["192.0.2.1"]}, "must be ranges, as 192.0.2.1/32, got 192.0.2.1"),
        (FUNCTION, {"name": "a.b"}, "name must be 1 to 64 "),
        (FUNCTION, {"code": "x" * 10_241}, "code must have 10240 bytes at most, got 10241"),
    ],
)
def test_what_aws_refuses_is_refused_before_it_is_made(token, props, why):
    assert why in wrong(token, **props)


@pytest.mark.parametrize(
    ("token", "props"),
    [
        (ACL, {"name": "shop", "rules": [rule(0, limit=10), rule(1, evaluationWindowSec=60)]}),
        (ASSOCIATION, {"resourceArn": API, "webAclArn": REGIONAL}),
        (LOGGING, {"logDestinationConfigs": [GROUP.format("aws-waf-logs-shop:*")]}),
        (ADDRESSES, {"ipAddressVersion": "IPV6", "addresses": ["2001:db8::/32"]}),
        (FUNCTION, {"name": "a_b-1", "code": "x" * 10_240}),
    ],
)
def test_what_aws_takes_is_taken(token, props):
    assert wrong(token, **props) == ""


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("defaultAction", {"allow": {}}, {"block": {}}),
        ("rules", [{**rule(), "action": {"count": {}}}], [{**rule(), "action": {"block": {}}}]),
    ],
)
def test_an_empty_block_that_is_a_choice_is_compared(name, before, after):
    acl = TYPES[ACL]
    assert not difference(acl, {name: before}, {name: before})
    assert difference(acl, {name: before}, {name: after}).names == [name]
