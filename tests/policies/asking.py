"""The ways a rule judges a stack: by itself, in the engine, and before anything exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pulumi_policy import (
    EnforcementLevel,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
)
from pulumi_policy.policy import PolicyCustomTimeouts, _NotApplicableError
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from policies.framework.engine_policies import LISTING, policies
from policies.framework.graph import Graph, strings
from policies.framework.judgement import Violation, judge
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import Rule

Stack = list[Resource]
Cases = Mapping[Rule, Mapping[str, Stack]]


def at_preview(stack: Stack) -> Stack:
    """The same stack before anything in it exists: whatever holds an ARN is not known yet."""
    return [replace(resource, properties=_unknown(dict(resource.properties))) for resource in stack]


def _unknown(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unknown(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_unknown(part) for part in value]
    return UNKNOWN if any(text.startswith("arn:") for text in strings(value)) else value


@dataclass(frozen=True)
class Report:
    """What the engine would print: which policy, how strict, and the text."""

    policy: str
    level: str
    text: str
    urn: str | None = None


def alone(rule: Rule, stack: Stack) -> list[str]:
    """The violations of a rule in a stack, undecided ones included, without the engine."""
    return [str(violation) for violation in judge([rule], Graph(stack))]


def engine(
    rules: Iterable[Rule], stack: Stack, config: Mapping[str, Any] | None = None
) -> list[Report]:
    """What the engine would report: every value behind the SDK's proxy that refuses unknowns."""
    reports: list[Report] = []
    resources = [_policy_resource(resource) for resource in stack]
    by_urn = {resource.urn: resource for resource in resources}
    for resource, given in zip(resources, stack, strict=True):
        resource.parent = by_urn.get(given.parent)
        for key, urns in given.property_dependencies.items():
            resource.property_dependencies[key] = [by_urn[urn] for urn in urns if urn in by_urn]
    for policy in policies(rules):
        limits = (config or {}).get(policy.name)

        def report(text: str, urn: str | None = None, policy: Any = policy) -> None:
            reports.append(Report(policy.name, policy.enforcement_level.value, text, urn))

        if isinstance(policy, ResourceValidationPolicy):
            for each in resources:
                _ask(policy, _one(each, limits), report)
        else:
            _ask(policy, StackValidationArgs(resources, limits), report)
    return reports


def _ask(policy: Any, args: Any, report: Any) -> None:
    try:
        policy.validate(args, report)
    except _NotApplicableError:
        # The engine keeps these for its summary and does not print them; a mandatory policy would
        # slip through that way.
        if policy.enforcement_level is not EnforcementLevel.ADVISORY:
            raise


def _one(resource: PolicyResource, limits: Any) -> ResourceValidationArgs:
    return ResourceValidationArgs(
        resource.resource_type,
        resource.props,
        resource.urn,
        resource.name,
        resource.opts,
        None,
        limits,
    )


def _policy_resource(resource: Resource) -> PolicyResource:
    timeouts = PolicyCustomTimeouts(0, 0, 0)
    options = PolicyResourceOptions(False, [], None, [], timeouts, [], resource.parent or None)
    props = unknown_checking_proxy(_sentinels(dict(resource.properties)))
    return PolicyResource(
        resource.type, props, resource.urn, resource.name, options, None, None, [], {}
    )


def _sentinels(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sentinels(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_sentinels(part) for part in value]
    return UNKNOWN_STRING_VALUE if value is UNKNOWN else value


def shown(cases: Cases) -> Any:
    """Parametrises a test with each rule and each of its stacks."""
    given = [
        pytest.param(rule, stack, id=f"{rule.id}: {sentence}")
        for rule, stacks in cases.items()
        for sentence, stack in stacks.items()
    ]
    return pytest.mark.parametrize(("rule", "stack"), given)


def all_violations(rule: Rule, stack: Stack) -> list[str]:
    """Everything reported against a stack, in any of these ways. An advisory rule may leave for the
    update what cannot be known before anything exists."""
    early = at_preview(stack)
    judged = judge([rule], Graph(stack))
    return [
        *[str(each) for each in judged if not (rule.waits and each.undecided)],
        *_reports(rule, stack),
        *[str(each) for each in judge([rule], Graph(early)) if not _can_wait(rule, each)],
        *_reports(rule, early),
    ]


def passes(rule: Rule, stack: Stack) -> list[str]:
    """The ways of judging a stack that report nothing against it."""
    early = at_preview(stack)
    reported = {
        "alone": alone(rule, stack),
        "in the engine": _reports(rule, stack),
        "alone at preview": alone(rule, early),
        "in the engine at preview": _reports(rule, early) or _waits(rule, stack, early),
    }
    return [way for way, texts in reported.items() if not texts]


def _can_wait(rule: Rule, violation: Violation) -> bool:
    return (rule.level is Level.ADVISORY or rule.waits) and violation.undecided


def _waits(rule: Rule, stack: Stack, early: Stack) -> bool:
    """Whether a rule may report at the update what it does not at preview."""
    return rule.level is Level.ADVISORY or (rule.waits and early != stack)


def _reports(rule: Rule, stack: Stack) -> list[str]:
    return [report.text for report in engine([rule], stack) if report.policy != LISTING]
