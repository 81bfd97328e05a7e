"""Web ACLs, viewer functions and a distribution on the emulator, which serves it by host name."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest

from components.edge.viewer_function import variant_args
from tests.local.provider.walk import walk

MEASURED = {
    "metricName": "shop",
    "cloudwatchMetricsEnabled": True,
    "sampledRequestsEnabled": True,
}
READING = ["GET", "HEAD"]


@pytest.fixture
def web_acl(shop):
    return shop.make(
        "aws:wafv2/webAcl:WebAcl",
        "acl",
        scope="REGIONAL",
        defaultAction={"allow": {}},
        visibilityConfig=MEASURED,
        rules=[
            {
                "name": "rate",
                "priority": 0,
                "action": {"block": {"customResponse": {"responseCode": 429}}},
                "statement": {"rateBasedStatement": {"limit": 100, "aggregateKeyType": "IP"}},
                "visibilityConfig": MEASURED,
            }
        ],
    )


def test_a_web_acl(web_acl):
    walk(web_acl, defaultAction={"block": {}}, rules=[], tags={"team": "a"})


def test_a_set_of_addresses_of_a_web_acl(shop):
    made = shop.make(
        "aws:wafv2/ipSet:IpSet",
        "offices",
        scope="CLOUDFRONT",
        ipAddressVersion="IPV4",
        addresses=["192.0.2.0/24", "198.51.100.0/24"],
    )
    assert ":global/ipset/" in made.state["arn"]
    assert not made.diff(addresses=["198.51.100.0/24", "192.0.2.0/24"])
    walk(made, addresses=["203.0.113.0/24"], tags={"team": "a"})


def test_what_a_web_acl_protects_and_logs(shop, web_acl):
    pool = shop.make("aws:cognito/userPool:UserPool", "users").state["arn"]
    acl = web_acl.state["arn"]
    walk(
        shop.make(
            "aws:wafv2/webAclAssociation:WebAclAssociation", "a", resourceArn=pool, webAclArn=acl
        )
    )
    group = shop.make("aws:cloudwatch/logGroup:LogGroup", "logs", name="aws-waf-logs-shop")
    logging = shop.make(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "logging",
        resourceArn=acl,
        logDestinationConfigs=[group.state["arn"]],
    )
    assert not logging.diff()
    assert logging.read() == (logging.state, logging.inputs)
    logging.delete()


@pytest.fixture
def variant(shop):
    args = variant_args(50)
    return shop.make(
        "aws:cloudfront/function:Function", "ab", code=args.text, runtime="cloudfront-js-2.0"
    )


def test_a_viewer_function(variant):
    walk(variant, comment="A/B", code="function handler(e) { return e.request; }")


@pytest.fixture
def site(shop, variant):
    """A distribution with a page in two variants, and the headers of a policy."""
    bucket = shop.make("aws:s3/bucket:Bucket", "pages", forceDestroy=True)
    client = bucket.provider.cloud.client("s3")
    for name in ("index.html", "index-b.html"):
        client.put_object(Bucket=bucket.id, Key=name, Body=name.encode(), ContentType="text/html")
    headers = shop.make(
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        "headers",
        securityHeadersConfig={"frameOptions": {"frameOption": "DENY", "override": True}},
    )
    control = shop.make(
        "aws:cloudfront/originAccessControl:OriginAccessControl",
        "signed",
        originAccessControlOriginType="s3",
        signingBehavior="always",
        signingProtocol="sigv4",
    )
    events = ("viewer-request", "viewer-response")
    associated = [{"eventType": each, "functionArn": variant.state["arn"]} for each in events]
    made = shop.make(
        "aws:cloudfront/distribution:Distribution",
        "site",
        enabled=True,
        defaultRootObject="index.html",
        origins=[
            {
                "originId": "pages",
                "domainName": bucket.state["bucketRegionalDomainName"],
                "originAccessControlId": control.id,
            }
        ],
        defaultCacheBehavior={
            "targetOriginId": "pages",
            "viewerProtocolPolicy": "redirect-to-https",
            "allowedMethods": READING,
            "cachedMethods": READING,
            "responseHeadersPolicyId": headers.id,
            "functionAssociations": associated,
        },
        restrictions={"geoRestriction": {"restrictionType": "none"}},
        viewerCertificate={"cloudfrontDefaultCertificate": True},
    )
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "cloudfront.amazonaws.com"},
                "Action": "s3:GetObject",
                "Resource": f"{bucket.state['arn']}/*",
                "Condition": {"StringEquals": {"aws:SourceArn": made.state["arn"]}},
            }
        ],
    }
    shop.make(
        "aws:s3/bucketPolicy:BucketPolicy", "read", bucket=bucket.id, policy=json.dumps(document)
    )
    return made


def visit(endpoint, site, cookie=None):
    """The page a visitor gets at the distribution's local name, and the answer's headers."""
    label = site.state["domainName"].partition(".")[0]
    parts = urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    headers = {"Host": f"{label}.cloudfront.localhost:{parts.port}"}
    connection.request("GET", "/", headers={**headers, **({"Cookie": cookie} if cookie else {})})
    with connection.getresponse() as answer:
        assert answer.status == 200
        return answer.read().decode(), answer.headers


def test_a_distribution_keeps_a_visitors_variant(shop, site, emulator_endpoint):
    assert not site.diff()
    assert site.read() == (site.state, site.inputs)
    pages = {"a": "index.html", "b": "index-b.html"}
    for variant, page in pages.items():
        body, headers = visit(emulator_endpoint, site, f"variant={variant}")
        assert body == page
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Set-Cookie"] is None
    body, headers = visit(emulator_endpoint, site)
    assert body == pages[headers["Set-Cookie"].partition(";")[0].removeprefix("variant=")]
