"""Web ACL: AWS WAF before a distribution, a REST API, a GraphQL API or a user pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.arn import Arn, read
from components.defaults import Defaults
from components.edge import web_acl_rules
from components.edge.region import EDGE_REGION, checked
from components.edge.web_acl_rules import GROUPS, AddressSets
from components.limits import within
from components.observability import edge_alarms

# https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
RATE = (10, 2_000_000_000)

# https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
LOG_PREFIX = "aws-waf-logs-"


@dataclass(frozen=True, kw_only=True)
class WebAclArgs:
    """What is protected, and what is blocked.

    Raises ``ValueError`` for a rate outside WAF's limits, a group of rules that is not in the web
    ACL, what is no address, country or rule, resources for a web ACL of distributions, and a topic
    of another Region.
    """

    scope: Literal["CLOUDFRONT", "REGIONAL"] = "CLOUDFRONT"
    """``CLOUDFRONT`` for distributions, which name it by ``web_acl``: it is made in us-east-1.
    ``REGIONAL`` for what is in ``protects``, in the Region of the provider."""

    protects: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """ARNs of stages of REST APIs, GraphQL APIs and user pools, by a name of yours; each has one
    web ACL at most. HTTP and WebSocket APIs take none: put a distribution before them."""

    requests_per_ip: int = 2_000
    """Requests of one IP address in five minutes, 10 or more; above it the address is blocked until
    it sends less."""

    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules that count and do not block, by their group, as ``SizeRestrictions_BODY`` of
    ``AWSManagedRulesCommonRuleSet``, which blocks bodies of more than 8 KB."""

    more_groups: tuple[str, ...] = ()
    """Further groups of AWS's managed rules, as ``AWSManagedRulesSQLiRuleSet``; some cost more."""

    allowed_addresses: tuple[str, ...] = ()
    """Ranges of addresses that no rule holds for, as ``192.0.2.0/24``: offices, monitors."""

    blocked_addresses: tuple[str, ...] = ()
    """Ranges of addresses that are blocked whatever they ask for."""

    blocked_countries: tuple[str, ...] = ()
    """Countries whose requests are blocked, by their codes (ISO 3166), as ``KP``."""

    rules: tuple[Mapping[str, Any], ...] = ()
    """Rules of one's own as ``aws.wafv2.WebAcl`` takes them, without ``priority`` and
    ``visibility_config``; they come before AWS's. A web ACL may have 5,000 units of capacity."""

    blocked_requests: int = 1_000
    """The alarm goes to ALARM when more requests than these are blocked in five minutes."""

    alarm_topic: pulumi.Input[str] | None = None
    """ARN of the SNS topic, of us-east-1, that the alarm of scope ``CLOUDFRONT`` notifies; that of
    scope ``REGIONAL`` notifies ``defaults.alarm_topic``."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention, alarm topic, tags."""

    def __post_init__(self) -> None:
        if self.scope not in ("CLOUDFRONT", "REGIONAL"):
            raise ValueError(f"scope must be CLOUDFRONT or REGIONAL, got {self.scope}")
        within("requests_per_ip", self.requests_per_ip, RATE)
        if self.blocked_requests < 1:
            raise ValueError(f"blocked_requests must be at least 1, got {self.blocked_requests}")
        web_acl_rules.check_groups(self.more_groups, self.counted)
        web_acl_rules.check_callers(
            self.allowed_addresses, self.blocked_addresses, self.blocked_countries
        )
        web_acl_rules.check_own(self.rules)
        if self.scope == "CLOUDFRONT" and self.protects:
            raise ValueError(
                "protects must be empty with scope CLOUDFRONT: a distribution names its web ACL, "
                f"got {', '.join(self.protects)}"
            )
        if self.alarm_topic is not None:
            checked("alarm_topic", self.alarm_topic)

    @property
    def region(self) -> str | None:
        """The Region of the web ACL; None for the provider's."""
        return EDGE_REGION if self.scope == "CLOUDFRONT" else None


class WebAcl(pulumi.ComponentResource):
    """A web ACL that blocks known attackers, known bad input, common attacks, and addresses that
    send too much; all else goes through. ``ip_sets`` are by their rule and version of IP, as
    ``blocked-addresses-ipv4``.

    What is blocked or counted is in a log without ``Authorization`` and ``Cookie``, which expires.
    The alarm: more than ``blocked_requests`` are blocked in five minutes.
    """

    arn: pulumi.Output[str]
    web_acl: aws.wafv2.WebAcl
    ip_sets: dict[str, aws.wafv2.IpSet]
    log_group: aws.cloudwatch.LogGroup
    logging: aws.wafv2.WebAclLoggingConfiguration
    associations: dict[str, aws.wafv2.WebAclAssociation]
    blocked_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:edge:WebAcl", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.ip_sets = {}
        addresses = self._addresses(name, args)
        self.web_acl = aws.wafv2.WebAcl(
            f"{name}-acl",
            scope=args.scope,
            default_action={"allow": {}},
            rules=web_acl_rules.rules(
                addresses,
                args.blocked_countries,
                args.requests_per_ip,
                args.rules,
                (*GROUPS, *args.more_groups),
                args.counted,
            ),
            visibility_config=web_acl_rules.measured(name),
            region=args.region,
            tags=args.defaults.tags,
            opts=child,
        )
        self.arn = self.web_acl.arn
        self._log(name, args)
        self.associations = {
            key: aws.wafv2.WebAclAssociation(
                f"{name}-{key}", resource_arn=arn, web_acl_arn=self.arn, opts=child
            )
            for key, arn in args.protects.items()
        }
        self.blocked_alarm = self._alarm(name, args)
        self.register_outputs({"arn": self.arn})

    def _addresses(self, name: str, args: WebAclArgs) -> AddressSets:
        """The sets of the addresses that are allowed or blocked: one for each version of IP."""
        given = {
            "allowed-addresses": args.allowed_addresses,
            "blocked-addresses": args.blocked_addresses,
        }
        arns: dict[str, list[pulumi.Output[str]]] = {key: [] for key in given}
        for key, ranges in given.items():
            for version, found in web_acl_rules.by_version(key, ranges).items():
                made = aws.wafv2.IpSet(
                    f"{name}-{key}-{version.lower()}",
                    scope=args.scope,
                    ip_address_version=version,
                    addresses=found,
                    region=args.region,
                    tags=args.defaults.tags,
                    opts=pulumi.ResourceOptions(parent=self),
                )
                self.ip_sets[f"{key}-{version.lower()}"] = made
                arns[key].append(made.arn)
        return AddressSets(arns=arns)

    def _log(self, name: str, args: WebAclArgs) -> None:
        """What was blocked or counted; of the rest there is no entry."""
        child = pulumi.ResourceOptions(parent=self)
        self.log_group = aws.cloudwatch.LogGroup(
            f"{name}-waf-logs",
            name_prefix=f"{LOG_PREFIX}{name}-",
            region=args.region,
            retention_in_days=args.defaults.log_retention_days,
            tags=args.defaults.tags,
            opts=child,
        )
        actions = [{"action_condition": {"action": action}} for action in ("BLOCK", "COUNT")]
        keep: Any = {"behavior": "KEEP", "requirement": "MEETS_ANY", "conditions": actions}
        self.logging = aws.wafv2.WebAclLoggingConfiguration(
            f"{name}-logging",
            resource_arn=self.arn,
            log_destination_configs=[self.log_group.arn],
            redacted_fields=[
                {"single_header": {"name": header}} for header in ("authorization", "cookie")
            ],
            logging_filter={"default_behavior": "DROP", "filters": [keep]},
            region=args.region,
            opts=child,
        )

    def _alarm(self, name: str, args: WebAclArgs) -> aws.cloudwatch.MetricAlarm:
        """An alarm in the web ACL's Region, which is a dimension of regional ones alone."""
        child, defaults = pulumi.ResourceOptions(parent=self), args.defaults
        dimensions: dict[str, pulumi.Input[str]] = {"WebACL": name, "Rule": "ALL"}
        if args.region is None:
            dimensions["Region"] = read(self.arn, region_of)
        else:
            defaults = replace(defaults, alarm_topic=args.alarm_topic)
        return edge_alarms.blocked_requests(
            name, dimensions, args.blocked_requests, defaults, child, region=args.region
        )


def region_of(arn: str) -> str:
    """The Region that an ARN names."""
    return Arn.parse(arn).region
