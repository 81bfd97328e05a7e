"""Security headers: what browsers may do with the responses of a distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.limits import within

YEAR = 365 * 24 * 60 * 60
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)


@dataclass(frozen=True, kw_only=True)
class SecurityHeaders:
    """What browsers may do with the responses; they replace the origin's headers of these names."""

    content_security_policy: str = CONTENT_SECURITY_POLICY
    """Sources that a page may load and call: its own alone, unless another policy is given."""

    hsts_seconds: int = YEAR
    """How long browsers use HTTPS alone for this host and those below it, in seconds, 1 or more."""

    frames: Literal["DENY", "SAMEORIGIN"] = "DENY"
    """Who may show the responses in a frame."""

    referrer: Literal["no-referrer", "same-origin", "strict-origin-when-cross-origin"] = (
        "strict-origin-when-cross-origin"
    )
    """What other hosts learn of the page that a request comes from."""

    def __post_init__(self) -> None:
        within("hsts_seconds", self.hsts_seconds, (1, 2**31 - 1), "seconds")
        if not self.content_security_policy.strip():
            raise ValueError("content_security_policy must name what is allowed, got none")

    def headers(self) -> dict[str, str]:
        """The headers by their names, for what is no distribution's policy."""
        return {
            "Strict-Transport-Security": f"max-age={self.hsts_seconds}; includeSubDomains",
            "Content-Security-Policy": self.content_security_policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": self.frames,
            "Referrer-Policy": self.referrer,
        }

    def policy(
        self, name: str, opts: pulumi.ResourceOptions
    ) -> aws.cloudfront.ResponseHeadersPolicy:
        """The policy that adds them."""
        return aws.cloudfront.ResponseHeadersPolicy(
            f"{name}-headers",
            security_headers_config={
                "strict_transport_security": {
                    "access_control_max_age_sec": self.hsts_seconds,
                    "include_subdomains": True,
                    "override": True,
                },
                "content_security_policy": {
                    "content_security_policy": self.content_security_policy,
                    "override": True,
                },
                "content_type_options": {"override": True},
                "frame_options": {"frame_option": self.frames, "override": True},
                "referrer_policy": {"referrer_policy": self.referrer, "override": True},
            },
            opts=opts,
        )


STRICT = SecurityHeaders()
