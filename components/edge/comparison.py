"""Comparison: CloudFront Functions beside Lambda@Edge, as figures with their sources."""

from __future__ import annotations

from dataclasses import dataclass

GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
CHOICE = f"{GUIDE}/edge-functions-choosing.html"
QUOTAS = f"{GUIDE}/cloudfront-limits.html"
PRICES = "https://aws.amazon.com/cloudfront/pricing/"


@dataclass(frozen=True)
class Difference:
    """One property of both kinds, and where AWS says so."""

    what: str
    cloudfront_function: str
    lambda_at_edge: str
    source: str


DIFFERENCES = (
    Difference("language", "JavaScript (cloudfront-js-2.0)", "Node.js and Python", CHOICE),
    Difference(
        "events",
        "viewer request, viewer response",
        "viewer and origin request, viewer and origin response",
        CHOICE,
    ),
    Difference("time", "less than 1 ms", "5 s at viewer events, 30 s at origin events", QUOTAS),
    Difference("memory", "2 MB", "128 MB at viewer events, as Lambda at origin events", QUOTAS),
    Difference(
        "size of the code", "10 KB", "1 MB at viewer events, 50 MB at origin events", QUOTAS
    ),
    Difference("network and files", "no", "yes", CHOICE),
    Difference("body of the request", "no", "yes", CHOICE),
    Difference("price of a million requests", "$0.10", "$0.60, and its duration", PRICES),
)
