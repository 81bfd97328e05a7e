"""CloudFront rules: what they allow and what they refuse."""

from __future__ import annotations

from typing import Any

from pulumi_aws import cloudfront as aws
from pulumi_aws import cloudwatch

from policies.framework.resource import UNKNOWN, Resource
from policies.rules import cloudfront
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

BUCKET = {"originId": "site", "domainName": "b.s3.eu-west-1.amazonaws.com"}
SIGNED = {**BUCKET, "originAccessControlId": "c"}
API = {"originId": "api", "customOriginConfig": {"httpPort": 80}}
FORWARDS = {"originRequestPolicyId": "everything"}
SECURE = {
    "viewerProtocolPolicy": "redirect-to-https",
    "responseHeadersPolicyId": "h",
    "cachePolicyId": "objects",
}


def distribution(path: dict[str, Any] | None = None, **properties: Any) -> Resource:
    """A distribution that breaks no rule but by what is given, of all or of the path ``/api/*``."""
    inputs = {
        "defaultCacheBehavior": SECURE,
        "orderedCacheBehaviors": [{**SECURE, "pathPattern": "/api/*", **(path or {})}],
        "origins": [SIGNED, API],
        **properties,
    }
    return resource(aws.Distribution, "d", **inputs)


def certificate(**changes: Any) -> Resource:
    return distribution(viewerCertificate={"acmCertificateArn": "c", **changes})


LOGGED = distribution()
SOURCE = resource(cloudwatch.LogDeliverySource, "s", refers={"resourceArn": [LOGGED]})


def headers_policy(*origins: str) -> Resource:
    cors = {"accessControlAllowOrigins": {"items": [*origins]}}
    return resource(aws.ResponseHeadersPolicy, "h", corsConfig=cors)


ALLOWED = {
    cloudfront.headers_policy_lists_origins: {
        "a site": [headers_policy("https://shop.example.com")],
        "the origin's own": [resource(aws.ResponseHeadersPolicy, "h")],
    },
    cloudfront.distribution_is_https_only: {
        "all are redirected": [distribution()],
        "HTTP is refused": [distribution({"viewerProtocolPolicy": "https-only"})],
    },
    cloudfront.distribution_takes_new_tls: {
        "the newest": [certificate(minimumProtocolVersion="TLSv1.2_2021")],
        "newer still": [certificate(minimumProtocolVersion="TLSv1.3_2025")],
        "CloudFront's own name": [
            distribution(viewerCertificate={"cloudfrontDefaultCertificate": True})
        ],
    },
    cloudfront.distribution_signs_requests: {
        "a control": [distribution()],
        "a control to come": [distribution(origins=[{**BUCKET, "originAccessControlId": UNKNOWN}])],
    },
    cloudfront.distribution_has_security_headers: {
        "a policy": [distribution()],
        "a policy to come": [distribution({"responseHeadersPolicyId": UNKNOWN})],
    },
    cloudfront.distribution_is_logged: {
        "a delivery": [LOGGED, SOURCE],
        "the older kind": [distribution(loggingConfig={"bucket": "b"})],
    },
    cloudfront.distribution_has_web_acl: {"one": [distribution(webAclId="acl")]},
    cloudfront.distribution_caches_by_key: {
        "nothing else is forwarded": [distribution()],
        "nothing is cached": [distribution({**FORWARDS, "cachePolicyId": cloudfront.NOT_CACHED})],
    },
}
REFUSED = {
    cloudfront.headers_policy_lists_origins: {
        "every site": [headers_policy("*")],
        "every site, too": [headers_policy("https://shop.example.com", "*")],
    },
    cloudfront.distribution_is_https_only: {
        "both": [distribution({"viewerProtocolPolicy": "allow-all"})],
        "the default path": [distribution(defaultCacheBehavior={})],
    },
    cloudfront.distribution_takes_new_tls: {
        "nothing is set": [certificate()],
        "an old one": [certificate(minimumProtocolVersion="TLSv1.2_2019")],
    },
    cloudfront.distribution_signs_requests: {"no control": [distribution(origins=[BUCKET])]},
    cloudfront.distribution_has_security_headers: {
        "no policy": [distribution({"responseHeadersPolicyId": None})],
    },
    cloudfront.distribution_has_web_acl: {"none": [distribution()]},
    cloudfront.distribution_is_logged: {"nothing delivers": [distribution()]},
    cloudfront.distribution_caches_by_key: {
        "cached and forwarded": [distribution(FORWARDS)],
        "with a policy to come": [distribution({**FORWARDS, "cachePolicyId": UNKNOWN})],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
