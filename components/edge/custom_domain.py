"""Custom domain: names of one's own for a distribution, and their certificate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pulumi

from components.edge.region import checked

# The newest policy for viewers: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
TLS = "TLSv1.2_2021"
HOST = r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"


@dataclass(frozen=True, kw_only=True)
class CustomDomain:
    """Names of one's own, and the certificate that proves them."""

    names: tuple[str, ...]
    """Host names, as ``shop.example.com``; at least one, each once. The first is the ``url``."""

    certificate: pulumi.Input[str]
    """ARN of an ACM certificate for these names, of us-east-1."""

    zone_id: pulumi.Input[str] | None = None
    """Id of the hosted zone in Route 53 that gets records for the names (A and AAAA); without it
    each needs an alias record elsewhere that names the distribution's ``domain_name``."""

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("names must have at least one host name, got none")
        for name in self.names:
            if not re.fullmatch(HOST, name):
                raise ValueError(f"names must be host names, as shop.example.com, got {name}")
        if (first := self.names[0]).startswith("*"):
            raise ValueError(
                f"names must begin with a host name without *, which is the URL, got {first}"
            )
        if twice := sorted({name for name in self.names if self.names.count(name) > 1}):
            raise ValueError(f"names must be different ones, got {', '.join(twice)} twice")
        checked("certificate", self.certificate)


def names(domain: CustomDomain | None) -> dict[str, Any]:
    """Host names, and the certificate by which viewers know the distribution, as the provider
    takes them.
    """
    if domain is None:
        return {"viewer_certificate": {"cloudfront_default_certificate": True}}
    return {
        "aliases": list(domain.names),
        "viewer_certificate": {
            "acm_certificate_arn": checked("certificate", domain.certificate),
            "ssl_support_method": "sni-only",
            "minimum_protocol_version": TLS,
        },
    }
