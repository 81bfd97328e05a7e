"""AWS CloudFront: who may read its origins, how viewers reach it, and what browsers may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import cloudfront, cloudwatch
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.cors import ANY, FAULT

GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
SECURE = ("redirect-to-https", "https-only")

# The newest; what comes later is newer still.
OLD_TLS = ("SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019")

# CloudFront's own policy by which nothing is cached, CachingDisabled.
NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


@rule(
    "cloudfront-distribution-https-only",
    "Viewers reach a distribution over HTTPS alone",
    about=cloudfront.Distribution,
    severity=Severity.HIGH,
    remedy="Set viewer_protocol_policy of every behaviour to redirect-to-https",
    documentation=f"{GUIDE}/using-https-viewers-to-cloudfront.html",
)
def distribution_is_https_only(distribution: Resource) -> Iterator[str]:
    """Between a viewer and an edge location anyone may read and change what is sent in the clear,
    tokens and cookies included."""
    for path, each in _behaviors(distribution):
        if each.get("viewerProtocolPolicy") not in SECURE:
            yield f"{path} is answered over HTTP"


@rule(
    "cloudfront-distribution-tls-version",
    "A distribution with its own domain takes TLS 1.2 or later",
    about=cloudfront.Distribution,
    severity=Severity.MEDIUM,
    remedy="Set minimum_protocol_version of the viewer certificate to TLSv1.2_2021",
    documentation=f"{GUIDE}/secure-connections-supported-viewer-protocols-ciphers.html",
)
def distribution_takes_new_tls(distribution: Resource) -> Iterator[str]:
    """TLS 1.0 and 1.1 have ciphers that are broken. CloudFront's own names take them always."""
    certificate = distribution.get("viewerCertificate", {})
    lowest = certificate.get("minimumProtocolVersion", "TLSv1")
    if not certificate.get("cloudfrontDefaultCertificate") and lowest in OLD_TLS:
        yield f"the lowest version is {lowest}"


@rule(
    "cloudfront-distribution-origin-access-control",
    "A distribution signs its requests to buckets",
    about=cloudfront.Distribution,
    severity=Severity.HIGH,
    remedy="Give the origin an origin access control, and the bucket a policy that allows "
    "s3:GetObject to cloudfront.amazonaws.com for this distribution's ARN",
    documentation=f"{GUIDE}/private-content-restricting-access-to-s3.html",
)
def distribution_signs_requests(distribution: Resource) -> Iterator[str]:
    """A bucket that CloudFront reads without a signature is open to everybody, past its cache, log
    and web ACL."""
    for origin in distribution.get("origins", []):
        if not origin.get("customOriginConfig") and not origin.get("originAccessControlId"):
            yield f"the origin {origin.get('originId')} has no origin access control"


@rule(
    "cloudfront-distribution-security-headers",
    "Every response of a distribution has security headers",
    about=cloudfront.Distribution,
    severity=Severity.MEDIUM,
    remedy="Give every behaviour a response headers policy with security_headers_config",
    documentation=f"{GUIDE}/adding-response-headers.html",
)
def distribution_has_security_headers(distribution: Resource) -> Iterator[str]:
    """Without them browsers load scripts from anywhere, guess types, show the page in frames of
    others and try HTTP first."""
    for path, each in _behaviors(distribution):
        if not each.get("responseHeadersPolicyId"):
            yield f"{path} has no response headers policy"


@rule(
    "cloudfront-distribution-access-log",
    "Requests to a distribution are logged",
    about=cloudfront.Distribution,
    severity=Severity.MEDIUM,
    remedy="Add a log delivery source of type ACCESS_LOGS for it, a destination and a delivery",
    documentation=f"{GUIDE}/standard-logging.html",
)
def distribution_is_logged(distribution: Resource, graph: Graph) -> Iterator[str]:
    """What the cache or the edge answers is in no other log."""
    delivered = graph.users(distribution, cloudwatch.LogDeliverySource, "resourceArn")
    if not delivered and not distribution.has("loggingConfig"):
        yield "its requests are not logged"


@rule(
    "cloudfront-distribution-cached-by-key",
    "What an origin sees of a cached request is in the key",
    about=cloudfront.Distribution,
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Drop the origin request policy, and put what answers depend on into the cache policy; "
    "or disable caching",
    documentation=f"{GUIDE}/controlling-the-cache-key.html",
)
def distribution_caches_by_key(distribution: Resource) -> Iterator[str]:
    """A header that the origin gets and the key has not, as Authorization, gives the answer made
    for one caller to the next."""
    for path, each in _behaviors(distribution):
        cached = each.get("cachePolicyId", NOT_CACHED) != NOT_CACHED
        if cached and each.get("originRequestPolicyId"):
            yield f"{path} is cached, and forwards more than its key"


@rule(
    "cloudfront-distribution-web-acl",
    "A distribution has a web ACL",
    about=cloudfront.Distribution,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    remedy="Set web_acl_id to a web ACL of scope CLOUDFRONT with managed rules and a rate limit",
    documentation=f"{GUIDE}/distribution-web-awswaf.html",
)
def distribution_has_web_acl(distribution: Resource) -> Iterator[str]:
    """It stops known attacks and addresses that send too much before they reach an API, which pays
    for each request."""
    if not distribution.has("webAclId"):
        yield "it has no web ACL"


@rule(
    "cloudfront-response-headers-policy-cors-origins-listed",
    "Browsers may read what a distribution answers from the sites that are listed",
    about=cloudfront.ResponseHeadersPolicy,
    severity=Severity.MEDIUM,
    level=Level.MANDATORY_IN_PROD,
    once_per_stack=True,
    remedy="List the origins of your sites in place of *",
    documentation=f"{GUIDE}/understanding-response-headers-policies.html",
)
def headers_policy_lists_origins(policy: Resource) -> Iterator[str]:
    """It puts its own header in the place of the one by which an origin names the sites."""
    if any(
        origin in ANY for origin in policy.get("corsConfig.accessControlAllowOrigins.items", [])
    ):
        yield FAULT


def _behaviors(distribution: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every behaviour, by its path."""
    yield "the default path", distribution.get("defaultCacheBehavior", {})
    for each in distribution.get("orderedCacheBehaviors", []):
        yield str(each.get("pathPattern")), each


RULES = (
    distribution_is_https_only,
    distribution_takes_new_tls,
    distribution_signs_requests,
    distribution_has_security_headers,
    distribution_is_logged,
    distribution_caches_by_key,
    distribution_has_web_acl,
    headers_policy_lists_origins,
)
