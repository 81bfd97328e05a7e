"""Distribution: CloudFront in front of a site's bucket, APIs or both, over TLS only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.edge import behaviors, custom_domain
from components.edge.access_log import access_log
from components.edge.custom_domain import CustomDomain
from components.edge.origins import Api, Site
from components.edge.records import records
from components.edge.region import checked
from components.edge.security_headers import STRICT, SecurityHeaders
from components.objects.bucket import Bucket
from components.observability import edge_alarms


@dataclass(frozen=True, kw_only=True)
class DistributionArgs:
    """What answers which path, under which name.

    Raises ``ValueError`` for paths that CloudFront does not take, and for a certificate or an alarm
    topic of another Region than us-east-1.
    """

    default: Site | Api
    """What answers every path that is not in ``paths``; with a site, ``/`` is ``/index.html``."""

    paths: Mapping[str, Site | Api] = field(default_factory=dict)
    """What answers other paths by pattern, as ``/api/*``, at most 75; the first that matches."""

    domain: CustomDomain | None = None
    """Names of one's own. Without them the distribution has a name of CloudFront's, for which
    viewers may still use TLS 1.0."""

    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] = "PriceClass_100"
    """Where the edge locations are: North America and Europe (100), also Asia, the Middle East and
    Africa (200), or everywhere."""

    web_acl: pulumi.Input[str] | None = None
    """ARN of a web ACL (WAF) of scope ``CLOUDFRONT`` that requests go through."""

    security_headers: SecurityHeaders = STRICT
    """What browsers may do with the responses; a page loads its own sources alone by default."""

    alarm_topic: pulumi.Input[str] | None = None
    """ARN of the SNS topic, of us-east-1, that the alarm notifies: alarms notify topics of their
    own Region, so that ``defaults.alarm_topic`` is not used."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention, the alarm's limit, tags."""

    def __post_init__(self) -> None:
        behaviors.check(self.paths)
        if self.alarm_topic is not None:
            checked("alarm_topic", self.alarm_topic)

    @property
    def answers(self) -> tuple[Site | Api, ...]:
        """All that answers, the default first."""
        return (self.default, *self.paths.values())


class Distribution(pulumi.ComponentResource):
    """A CloudFront distribution: HTTPS only, HTTP/2 and 3, compressed, logged, with security
    headers in every response.

    Objects are cached, answers of APIs are not unless asked, and never shared between callers
    unless they got no token. Buckets of ours allow this distribution alone to read them;
    ``read_statement`` is for the policy of an existing one. The alarm: more than
    ``defaults.server_error_percent`` of the responses are 5xx.
    """

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    url: pulumi.Output[str]
    origin_access_control: aws.cloudfront.OriginAccessControl
    response_headers_policy: aws.cloudfront.ResponseHeadersPolicy
    distribution: aws.cloudfront.Distribution
    records: tuple[aws.route53.Record, ...] = ()
    log_group: aws.cloudwatch.LogGroup
    server_errors_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: DistributionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:edge:Distribution", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        self.origin_access_control = aws.cloudfront.OriginAccessControl(
            f"{name}-signed",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=child,
        )
        self.response_headers_policy = args.security_headers.policy(name, child)
        self.distribution = aws.cloudfront.Distribution(
            f"{name}-distribution",
            enabled=True,
            is_ipv6_enabled=True,
            http_version="http2and3",
            price_class=args.price_class,
            default_root_object="index.html" if isinstance(args.default, Site) else None,
            web_acl_id=args.web_acl,
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            tags=defaults.tags,
            opts=child,
            **custom_domain.names(args.domain),
            **self._answers(name, args),
        )
        self.id, self.arn = self.distribution.id, self.distribution.arn
        if args.domain is not None:
            self.records = records(name, args.domain, self.distribution, child)
        for bucket in {id(each): each for each in _buckets(args)}.values():
            bucket.allow(self.read_statement(bucket))
        self.log_group = access_log(name, self.distribution, defaults, child)
        here = replace(defaults, alarm_topic=args.alarm_topic)
        self.server_errors_alarm = edge_alarms.distribution_errors(name, self.id, here, child)

        self.domain_name = self.distribution.domain_name
        host = args.domain.names[0] if args.domain else self.domain_name
        self.url = pulumi.Output.concat("https://", host)
        self.register_outputs({"id": self.id, "url": self.url})

    def read_statement(self, bucket: Bucket | aws.s3.Bucket) -> dict[str, Any]:
        """The statement of a bucket's policy by which this distribution alone reads its objects."""
        return {
            "Effect": "Allow",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": "s3:GetObject",
            "Resource": pulumi.Output.concat(bucket.arn, "/*"),
            "Condition": {"StringEquals": {"aws:SourceArn": self.arn}},
        }

    def _answers(self, name: str, args: DistributionArgs) -> dict[str, Any]:
        """Origins, each once, and what is done with the requests of each path."""
        child, headers = pulumi.ResourceOptions(parent=self), self.response_headers_policy.id
        ids: dict[object, str] = {}
        origins, found = [], []
        for path, given in (("", args.default), *args.paths.items()):
            key = given.key if isinstance(given.key, str) else id(given.key)
            if key not in ids:
                ids[key] = f"{type(given).__name__.lower()}-{len(ids) + 1}"
                origins.append(given.origin(ids[key], self.origin_access_control.id))
            each = behaviors.behavior(f"{name}{path}", given, headers, child)
            found.append({**each, "target_origin_id": ids[key]})
        ordered = [
            {**each, "path_pattern": path} for path, each in zip(args.paths, found[1:], strict=True)
        ]
        return {
            "origins": origins,
            "default_cache_behavior": found[0],
            "ordered_cache_behaviors": ordered,
        }


def _buckets(args: DistributionArgs) -> list[Bucket]:
    """The buckets of ours among what answers."""
    found = [each.bucket for each in args.answers if isinstance(each, Site)]
    return [bucket for bucket in found if isinstance(bucket, Bucket)]
