"""Origins: where a distribution gets its answers from, a site's bucket or an API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import SplitResult, urlsplit

import pulumi
import pulumi_aws as aws

from components.arn import read
from components.edge.edge_function import EdgeFunction
from components.edge.edge_version import EdgeVersion
from components.edge.viewer_function import ViewerFunction
from components.limits import within
from components.objects.bucket import Bucket

DAY = 24 * 60 * 60
YEAR = 365 * DAY
AUTHORIZATION = "authorization"

# What runs at an edge location.
AtTheEdge: TypeAlias = ViewerFunction | EdgeFunction | EdgeVersion

# An emulator's API; no other is reached without TLS.
THIS_MACHINE = ("127.0.0.1", "localhost")


@dataclass(frozen=True, kw_only=True)
class Cached:
    """What makes two requests the same, and for how long one answer serves both.

    Nothing else of a request reaches the API, so that no answer depends on what is not in its key.
    """

    ttl: int
    """How long an answer stays in the cache, in seconds, 1 to 31,536,000 (a year); less if its
    ``Cache-Control`` says so."""

    query_strings: tuple[str, ...] = ()
    """The parameters of the query that an answer depends on."""

    headers: tuple[str, ...] = ()
    """Headers that an answer depends on, as ``Accept-Language``."""

    per_caller: bool = True
    """Whether each caller's answers are the caller's own: ``Authorization`` is in the key. Without
    it the API gets no token, and answers everybody alike."""

    def __post_init__(self) -> None:
        within("ttl", self.ttl, (1, YEAR), "seconds")
        check_headers(self.headers)

    @property
    def key_headers(self) -> list[str]:
        """The headers in the key, sorted."""
        return sorted({*self.headers, *(("Authorization",) if self.per_caller else ())})


@dataclass(frozen=True, kw_only=True)
class Site:
    """The objects of a bucket, compressed and cached."""

    bucket: Bucket | aws.s3.Bucket
    """A bucket of ours made with ``distributed=True``, whose policy then allows the distribution
    alone; or an existing one, whose own policy must hold the distribution's ``read_statement``."""

    ttl: int = DAY
    """How long an object without ``Cache-Control`` stays in the cache, in seconds, 0 to 31,536,000;
    one that has it stays as long as it says."""

    headers: tuple[str, ...] = ()
    """Headers by which a function at an origin's event chooses the object, and answers differ:
    ``CloudFront-Viewer-Country``. The bucket itself looks at none."""

    functions: tuple[AtTheEdge, ...] = ()
    """What runs for these paths, one at each event at most: CloudFront Functions
    (``ViewerFunction``) and Lambda@Edge (``EdgeFunction``, or an existing ``EdgeVersion``), of one
    kind at the events of viewers."""

    def __post_init__(self) -> None:
        within("ttl", self.ttl, (0, YEAR), "seconds")
        check_headers(self.headers)
        check_functions(self.functions)
        if isinstance(self.bucket, Bucket) and not self.bucket.distributed:
            raise ValueError("bucket must be made with distributed=True, got one without")

    @property
    def key(self) -> object:
        """What distinguishes this origin from another."""
        return self.bucket

    @property
    def key_headers(self) -> list[str]:
        """The headers in the key, sorted."""
        return sorted({*self.headers})

    def origin(self, id_: str, control: pulumi.Input[str]) -> dict[str, Any]:
        """The origin as the provider takes it, read by signed requests."""
        bucket = self.bucket.bucket if isinstance(self.bucket, Bucket) else self.bucket
        domain = bucket.bucket_regional_domain_name
        return {"origin_id": id_, "domain_name": domain, "origin_access_control_id": control}


@dataclass(frozen=True, kw_only=True)
class Api:
    """An API of any kind, REST, HTTP or GraphQL; not cached unless asked."""

    url: pulumi.Input[str]
    """Its address, stage included, as ``HttpApi.url``. The path of a request is added whole: an API
    under ``/api/*`` has routes that begin with ``/api``."""

    cached: Cached | None = None
    """Which answers are kept, and for whom; the path then takes GET, HEAD and OPTIONS alone."""

    functions: tuple[AtTheEdge, ...] = ()
    """What runs for these paths, one at each event at most: CloudFront Functions
    (``ViewerFunction``) and Lambda@Edge (``EdgeFunction``, or an existing ``EdgeVersion``), of one
    kind at the events of viewers."""

    def __post_init__(self) -> None:
        read(self.url, address)
        check_functions(self.functions)

    @property
    def key(self) -> object:
        """What distinguishes this origin from another."""
        return self.url

    def origin(self, id_: str, control: pulumi.Input[str]) -> dict[str, Any]:
        """The origin as the provider takes it, reached by HTTPS."""
        return {
            "origin_id": id_,
            "domain_name": read(self.url, domain_of),
            "origin_path": read(self.url, path_of),
            "custom_origin_config": read(self.url, connection_of),
        }


def check_headers(headers: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for a header that must not be in a key."""
    for name in headers:
        if name.lower() in (AUTHORIZATION, "cookie", "host"):
            raise ValueError(
                f"headers must not name {name}: per_caller is for tokens, cookies are not "
                "forwarded, and an API is reached by its own host name"
            )


def check_functions(functions: tuple[AtTheEdge, ...]) -> None:
    """Raise ``ValueError`` for two functions at one event, and for both kinds at the events of
    viewers, which CloudFront does not take in one behaviour:
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
    """
    events = [event for each in functions for event in each.events]
    if len({*events}) != len(events):
        raise ValueError(
            f"functions must have one for each event at most, got {', '.join(sorted(events))}"
        )
    viewers = [each for each in functions if any(e.startswith("viewer") for e in each.events)]
    if len({isinstance(each, ViewerFunction) for each in viewers}) > 1:
        raise ValueError(
            "functions at viewer events must be CloudFront Functions or Lambda@Edge, got both"
        )


def address(url: str) -> SplitResult:
    """The parts of an API's URL; raises ``ValueError`` for one that CloudFront cannot call."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" or parts.hostname in THIS_MACHINE
    if not secure or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"url must be https://HOST/PATH without a query, got {url}")
    return parts


def domain_of(url: str) -> str:
    """The host name of an API."""
    return str(address(url).hostname)


def path_of(url: str) -> str:
    """The path that stands before that of a request, such as the stage's; without a slash at its
    end.
    """
    return address(url).path.rstrip("/")


def connection_of(url: str) -> dict[str, Any]:
    """Ports and protocol of an API."""
    parts = address(url)
    secure = parts.scheme == "https"
    return {
        "http_port": 80 if secure else parts.port or 80,
        "https_port": 443,
        "origin_protocol_policy": "https-only" if secure else "http-only",
        "origin_ssl_protocols": ["TLSv1.2"],
    }
