"""Behaviours: what a distribution forwards and keeps of the requests of each path."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from components.edge.edge_function import EdgeFunction
from components.edge.edge_version import EdgeVersion
from components.edge.origins import YEAR, Api, Site
from components.edge.viewer_function import ViewerFunction
from components.limits import within

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
PATHS = (0, 75)
LONGEST_PATH = 255
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html#DownloadDistValuesPathPattern
PATTERN = r"/[A-Za-z0-9_.*$/~\"'@:+&?-]*"

READING = ["GET", "HEAD"]
ASKING = [*READING, "OPTIONS"]
EVERY_METHOD = [*ASKING, "PUT", "POST", "PATCH", "DELETE"]

# What a behaviour calls its functions, by their kind.
ASSOCIATED: Mapping[str, tuple[type, ...]] = {
    "function_associations": (ViewerFunction,),
    "lambda_function_associations": (EdgeFunction, EdgeVersion),
}

# CloudFront's own policy by which nothing is cached, CachingDisabled:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


def check(paths: Mapping[str, Site | Api]) -> None:
    """Raise ``ValueError`` for more paths than CloudFront takes, or one that is no pattern."""
    within("paths", len(paths), PATHS)
    for path in paths:
        if len(path) > LONGEST_PATH or not re.fullmatch(PATTERN, path):
            raise ValueError(
                f"paths must begin with a slash and have {LONGEST_PATH} characters at most, of "
                f"which * and ? stand for others, as /api/*, got {path}"
            )


def behavior(
    name: str, given: Site | Api, headers: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> dict[str, Any]:
    """What is done with the requests of one path, as the provider takes it; ``name`` is that of
    its policies, ``headers`` the id of the response headers policy.
    """
    common: dict[str, Any] = {
        "viewer_protocol_policy": "redirect-to-https",
        "compress": True,
        "response_headers_policy_id": headers,
        "cached_methods": READING,
    }
    for key, kinds in ASSOCIATED.items():
        functions = [each for each in given.functions if isinstance(each, kinds)]
        if functions:
            common[key] = [each for function in functions for each in function.associations()]
    if isinstance(given, Site):
        cache_policy = _cache_policy(
            f"{name}-cache", opts, default=given.ttl, longest=YEAR, headers=given.key_headers
        )
        return {**common, "allowed_methods": ASKING, "cache_policy_id": cache_policy.id}
    if given.cached is None:
        forwarded = _everything_but_host(f"{name}-forwarded", opts)
        return {
            **common,
            "allowed_methods": EVERY_METHOD,
            "cache_policy_id": NOT_CACHED,
            "origin_request_policy_id": forwarded.id,
        }
    ttl = given.cached.ttl
    cache_policy = _cache_policy(
        f"{name}-cache",
        opts,
        default=ttl,
        longest=ttl,
        headers=given.cached.key_headers,
        query_strings=sorted({*given.cached.query_strings}),
    )
    return {**common, "allowed_methods": ASKING, "cache_policy_id": cache_policy.id}


def _cache_policy(
    name: str,
    opts: pulumi.ResourceOptions,
    *,
    default: int,
    longest: int,
    headers: Sequence[str],
    query_strings: Sequence[str] = (),
) -> aws.cloudfront.CachePolicy:
    """Compressed answers by path, these headers and these parts of the query; cookies are in no
    key.
    """
    return aws.cloudfront.CachePolicy(
        name,
        min_ttl=0,
        default_ttl=default,
        max_ttl=longest,
        parameters_in_cache_key_and_forwarded_to_origin={
            "enable_accept_encoding_brotli": True,
            "enable_accept_encoding_gzip": True,
            "cookies_config": {"cookie_behavior": "none"},
            "headers_config": _named("header", "headers", headers),
            "query_strings_config": _named("query_string", "query_strings", query_strings),
        },
        opts=opts,
    )


def _named(word: str, listed: str, names: Sequence[str]) -> Any:
    if not names:
        return {f"{word}_behavior": "none"}
    return {f"{word}_behavior": "whitelist", listed: {"items": [*names]}}


def _everything_but_host(
    name: str, opts: pulumi.ResourceOptions
) -> aws.cloudfront.OriginRequestPolicy:
    """All that the viewer sent, ``Authorization`` included. API Gateway finds an API by ``Host``,
    so that it must be the API's own.
    """
    return aws.cloudfront.OriginRequestPolicy(
        name,
        cookies_config={"cookie_behavior": "all"},
        headers_config={"header_behavior": "allExcept", "headers": {"items": ["host"]}},
        query_strings_config={"query_string_behavior": "all"},
        opts=opts,
    )
