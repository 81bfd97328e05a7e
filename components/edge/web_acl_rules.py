"""Web ACL rules: who is let through, who is blocked, by rules of AWS's and of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import pulumi

# https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
CORE = "AWSManagedRulesCommonRuleSet"
BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet"
REPUTATION = "AWSManagedRulesAmazonIpReputationList"
GROUPS = (REPUTATION, BAD_INPUTS, CORE)
GROUP = r"AWSManagedRules\w{1,100}"

# https://docs.aws.amazon.com/waf/latest/APIReference/API_GeoMatchStatement.html
COUNTRY = r"[A-Z]{2}"
# https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html
ADDRESSES = 10_000
WINDOW_SECONDS = 300

# What a rule of one's own must say, of which it must say one, and what it must not: its place and
# its metric are the web ACL's.
SAID = {"name", "statement"}
DOES = {"action", "override_action"}
NOT_SAID = {"priority", "visibility_config"}
OWN_NAME = r"[A-Za-z0-9_-]{1,128}"
RESERVED = ("allowed-addresses", "blocked-addresses", "blocked-countries", "rate-per-ip")


@dataclass(frozen=True, kw_only=True)
class AddressSets:
    """ARNs of the sets of addresses of one rule, by the rule's name; none where it has none."""

    arns: Mapping[str, Sequence[pulumi.Input[str]]]


def check_groups(more: tuple[str, ...], counted: Mapping[str, tuple[str, ...]]) -> None:
    """Raise ``ValueError`` for a group that is none of AWS's, is there already, or is not there."""
    for group in more:
        if not re.fullmatch(GROUP, group, re.ASCII) or group in GROUPS or more.count(group) > 1:
            raise ValueError(
                "more_groups must name other groups of AWS's, as AWSManagedRulesSQLiRuleSet, each "
                f"once, got {group}"
            )
    for group in counted:
        if group not in (*GROUPS, *more):
            raise ValueError(f"counted must name {', '.join((*GROUPS, *more))}, got {group}")


def check_callers(
    allowed: tuple[str, ...], blocked: tuple[str, ...], countries: tuple[str, ...]
) -> None:
    """Raise ``ValueError`` for what is no range of addresses or no country, and for a range that is
    allowed and blocked.
    """
    for key, given in (("allowed_addresses", allowed), ("blocked_addresses", blocked)):
        by_version(key, given)
        if len(given) > ADDRESSES:
            raise ValueError(f"{key} must be {ADDRESSES:,} at most, got {len(given):,}")
    if both := sorted({*allowed} & {*blocked}):
        raise ValueError(f"addresses must be allowed or blocked, got both: {', '.join(both)}")
    for country in countries:
        if not re.fullmatch(COUNTRY, country):
            raise ValueError(f"blocked_countries must be codes of ISO 3166, as KP, got {country}")


def check_own(rules: Sequence[Mapping[str, Any]]) -> None:
    """Raise ``ValueError`` for a rule of one's own without name, statement or what it does, or with
    a name that another has.
    """
    names = [str(rule.get("name")) for rule in rules]
    for rule, name in zip(rules, names, strict=True):
        if not {*rule} >= SAID or len({*rule} & DOES) != 1 or {*rule} & NOT_SAID:
            raise ValueError(
                "rules must have name, statement, and action or override_action each, without "
                f"priority and visibility_config, got {', '.join(sorted(rule)) or 'nothing'}"
            )
        taken = name in RESERVED or name.startswith("AWSManagedRules") or names.count(name) > 1
        if taken or not re.fullmatch(OWN_NAME, name):
            raise ValueError(
                "rules must be named by 1 to 128 characters, digits, - and _, each once and "
                f"otherwise than those that are there, got {name}"
            )


def by_version(key: str, given: Sequence[str]) -> dict[str, list[str]]:
    """Ranges of addresses by their version, as WAF's sets have them: ``IPV4`` and ``IPV6``."""
    found: dict[str, list[str]] = {}
    for text in given:
        try:
            network = ip_network(text)
        except ValueError:
            raise ValueError(
                f"{key} must be ranges as 192.0.2.0/24 or 2001:db8::/32, got {text}"
            ) from None
        found.setdefault(f"IPV{network.version}", []).append(str(network))
    return found


def rules(
    sets: AddressSets,
    countries: Sequence[str],
    requests_per_ip: int,
    own: Sequence[Mapping[str, Any]],
    groups: Sequence[str],
    counted: Mapping[str, tuple[str, ...]],
) -> list[Any]:
    """The rules in their order: what is decided by an address first, since it costs least."""
    found = [
        *_by_address(sets, "allowed-addresses", "allow"),
        *_by_address(sets, "blocked-addresses", "block"),
        *([_by_country(countries)] if countries else []),
        _rate(requests_per_ip),
        *(dict(rule) for rule in own),
        *(_managed(group, counted.get(group, ())) for group in groups),
    ]
    return [
        {**rule, "priority": at, "visibility_config": measured(rule["name"])}
        for at, rule in enumerate(found)
    ]


def measured(name: str) -> Any:
    """Counted in CloudWatch by this name, with samples in the console."""
    return {
        "metric_name": name,
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    }


def _by_address(sets: AddressSets, name: str, action: str) -> Iterator[dict[str, Any]]:
    arns = sets.arns.get(name, ())
    if not arns:
        return
    each: list[dict[str, Any]] = [{"ip_set_reference_statement": {"arn": arn}} for arn in arns]
    statement = each[0] if len(each) == 1 else {"or_statement": {"statements": each}}
    yield {"name": name, "action": {action: {}}, "statement": statement}


def _by_country(countries: Sequence[str]) -> dict[str, Any]:
    return {
        "name": "blocked-countries",
        "action": {"block": {}},
        "statement": {"geo_match_statement": {"country_codes": [*countries]}},
    }


def _rate(requests_per_ip: int) -> dict[str, Any]:
    """What the limit for each address blocks costs no further rule."""
    limit = {"limit": requests_per_ip, "evaluation_window_sec": WINDOW_SECONDS}
    return {
        "name": "rate-per-ip",
        "action": {"block": {"custom_response": {"response_code": 429}}},
        "statement": {"rate_based_statement": {**limit, "aggregate_key_type": "IP"}},
    }


def _managed(group: str, counted: tuple[str, ...]) -> dict[str, Any]:
    overrides = [{"name": each, "action_to_use": {"count": {}}} for each in counted]
    statement = {"vendor_name": "AWS", "name": group, "rule_action_overrides": overrides}
    return {
        "name": group,
        "override_action": {"none": {}},
        "statement": {"managed_rule_group_statement": statement},
    }
