"""Configuration of the pack: refused where it has a key that nothing reads, or accepts more than
the pack does without saying why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pulumi_policy import EnforcementLevel, Policy

from policies.framework import pack_settings
from policies.framework.loosening import REASON, STRICTNESS, has_reason, loosened
from policies.framework.pack_settings import PackSettings

# Under this name the engine keeps a level for all policies.
EVERY = "all"
OUTSIDE_PROD = "-outside-prod"

Given = tuple[EnforcementLevel, Mapping[str, Any]]


def read(policies: Sequence[Policy], given: Mapping[str, Given]) -> PackSettings:
    """The settings of a pack from the level and the properties of each policy that is configured;
    raises ``ValueError`` for a policy or a key that does not exist, and for what accepts more
    without a reason.
    """
    by_name = {each.name: each for each in policies}
    rules = {name.removesuffix(OUTSIDE_PROD) for name in by_name}
    settings, found = PackSettings(), []
    for name, (level, properties) in given.items():
        if name == EVERY:
            continue
        if name not in by_name:
            raise ValueError(f"no policy {name}; there are {', '.join(sorted(by_name))}")
        _check_keys(by_name[name], properties)
        if name == pack_settings.NAME:
            settings = pack_settings.read(properties, rules)
            continue
        if what := list(loosened(by_name[name], level, properties)):
            if has_reason(properties):
                found += [f"{each}: {properties[REASON]}" for each in what]
            elif not _for_all(policies, given):
                raise ValueError(f"{what[0]}: say why in {name}.{REASON}, in three words or more")
    return replace(settings, loosened=tuple(found))


def _check_keys(policy: Policy, properties: Mapping[str, Any]) -> None:
    schema = policy.config_schema
    known = set(schema.properties) if schema else set()
    if unknown := sorted(set(properties) - known):
        there_are = ", ".join(sorted(known - {REASON})) or "none"
        raise ValueError(f"{policy.name} has no limit {', '.join(unknown)}; it has {there_are}")


def _for_all(policies: Sequence[Policy], given: Mapping[str, Given]) -> bool:
    """Whether one level was given for all policies, as for a trial: the engine then sends it for
    each of them.
    """
    levels = [given[each.name][0] if each.name in given else None for each in policies]
    lax = [level for level in levels if level is not None and STRICTNESS[level] < 2]
    return len(lax) == len(policies)
