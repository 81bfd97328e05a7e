"""Loosening: levels and limits in policy configuration that accept more than the pack does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import EnforcementLevel, Policy

REASON = "reason"
# As in the reason of an exemption.
MINIMUM_WORDS = 3
STRICTNESS = {
    EnforcementLevel.DISABLED: 0,
    EnforcementLevel.ADVISORY: 1,
    EnforcementLevel.REMEDIATE: 2,
    EnforcementLevel.MANDATORY: 2,
}


def loosened(policy: Policy, level: EnforcementLevel, limits: Mapping[str, Any]) -> Iterator[str]:
    """What the configuration of a policy accepts beyond its defaults. A limit that is a maximum is
    looser when it is higher, one that is a minimum when it is lower.
    """
    own = policy.enforcement_level or EnforcementLevel.MANDATORY
    if STRICTNESS[level] < STRICTNESS[own]:
        yield f"{policy.name} is {level.value} in place of {own.value}"
    properties = policy.config_schema.properties if policy.config_schema else {}
    for name, schema in properties.items():
        given, default = limits.get(name), schema.get("default")
        if not isinstance(given, int | float) or not isinstance(default, int | float):
            continue
        if given > default if name.startswith("maximum") else given < default:
            yield f"{policy.name} has {name} {given:g} in place of {default:g}"


def has_reason(given: Mapping[str, Any]) -> bool:
    """Whether the configuration of a policy says why, in words of more than one character."""
    words = str(given.get(REASON, "")).split()
    return sum(len(word) > 1 for word in words) >= MINIMUM_WORDS
