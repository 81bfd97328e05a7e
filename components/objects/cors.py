"""CORS of a bucket: which sites may let a browser upload to it and read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from components.origins import check

# What S3 takes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")


@dataclass(frozen=True, kw_only=True)
class Cors:
    """The sites, and what their scripts may send and read."""

    origins: tuple[str, ...]
    """The sites, as ``https://shop.example.com``; at least one, or ``*`` alone for any site."""

    methods: tuple[str, ...] = ("POST",)
    """What a script may send: some of ``GET``, ``PUT``, ``POST``, ``DELETE`` and ``HEAD``."""

    headers: tuple[str, ...] = ()
    """The headers of a request beside those that browsers always send."""

    exposed_headers: tuple[str, ...] = ("ETag",)
    """The headers of the response that a script may read."""

    max_age: int = 600
    """How long a browser may keep the answer to a preflight, in seconds, 0 or more."""

    def __post_init__(self) -> None:
        if not self.origins or not self.methods:
            raise ValueError("origins and methods must name at least one each")
        check(self.origins)
        if wrong := sorted(set(self.methods) - set(METHODS)):
            raise ValueError(f"methods must be of {', '.join(METHODS)}, got {', '.join(wrong)}")
        if self.max_age < 0:
            raise ValueError(f"max_age must be at least 0, got {self.max_age}")

    def rule(self) -> dict[str, Any]:
        """The rule as the provider takes it."""
        return {
            "allowed_origins": list(self.origins),
            "allowed_methods": list(self.methods),
            "allowed_headers": list(self.headers) or None,
            "expose_headers": list(self.exposed_headers) or None,
            "max_age_seconds": self.max_age,
        }
