"""Engine policies: the rules as the policies of Pulumi's SDK, with their reports and limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from policies.framework import pack_settings
from policies.framework.engine_resources import Stacks
from policies.framework.exemptions import exemptions
from policies.framework.graph import Graph
from policies.framework.judgement import Violation, message, violations_of
from policies.framework.level import Level
from policies.framework.loosening import REASON
from policies.framework.resource import Resource
from policies.framework.rule import Rule

Args: TypeAlias = ResourceValidationArgs | StackValidationArgs

LISTING = "policy-exemptions-listed"


class OfTypes(ResourceValidationPolicy):
    """A policy that looks at a resource alone, and only at those of ``types``; at all if there are
    none. ``parents``, by URN, is where it keeps what it is shown of components.
    """

    types: frozenset[str] = frozenset()
    parents: dict[str, str]


def policies(rules: Iterable[Rule]) -> list[Policy]:
    """The policies of a pack: each rule, and the list of what is exempt."""
    stacks = Stacks()
    found = [policy for rule in rules for policy in _as_policies(rule, stacks)]
    return [*found, _listing(stacks), _settings()]


def _as_policies(rule: Rule, stacks: Stacks) -> Iterator[Policy]:
    """One policy; two for a rule whose level is another in production, since a policy of the
    engine has one level.
    """
    if rule.level is not Level.ADVISORY:
        yield EnginePolicy(rule, rule.id, EnforcementLevel.MANDATORY, stacks).policy()
    if rule.level not in (Level.MANDATORY, Level.ONLY_IN_PROD):
        name = rule.id if rule.level is Level.ADVISORY else f"{rule.id}-outside-prod"
        yield EnginePolicy(rule, name, EnforcementLevel.ADVISORY, stacks).policy()


@dataclass(frozen=True)
class EnginePolicy:
    """One rule at one level of enforcement; it reports where the rule's level is that one."""

    rule: Rule
    name: str
    level: EnforcementLevel
    stacks: Stacks

    def policy(self) -> Policy:
        """The policy; one that looks at a resource alone stops it before it is created."""
        settings: dict[str, Any] = {
            "description": f"{self.rule.title}. {self.rule.reason}",
            "display_name": self.rule.title,
            "enforcement_level": self.level,
            "severity": self.rule.severity,
            "config_schema": _schema(self.rule),
            "remediation_steps": self.rule.remedy,
            "url": self.rule.documentation or None,
        }
        if self.rule.needs_stack:
            return StackValidationPolicy(self.name, validate=self._of_stack, **settings)
        policy = OfTypes(self.name, validate=self._of_resource, **settings)
        policy.types, policy.parents = self.rule.types, self.stacks.parents
        return policy

    def _of_resource(self, args: ResourceValidationArgs, report: ReportViolation) -> None:
        self.stacks.parents[args.urn] = args.opts.parent or ""
        if not self.rule.about or args.resource_type in self.rule.types:
            graph = self.stacks.alone(args)
            self._judge(graph.resources, graph, args, report)

    def _of_stack(self, args: StackValidationArgs, report: ReportViolation) -> None:
        graph = self.stacks.graph(args.resources, self.name)
        self._judge(self.rule.subjects(graph), graph, args, report)

    def _judge(
        self, resources: Iterable[Resource], graph: Graph, args: Args, report: ReportViolation
    ) -> None:
        binding = self.level is EnforcementLevel.MANDATORY
        limits = {key: each for key, each in args.get_config().items() if key != REASON}
        found = [
            violation
            for resource in resources
            for violation in violations_of(self.rule, resource, graph, limits)
            if violation.binding is binding
        ]
        self._report([each for each in found if binding or not each.undecided], report)
        if later := [each for each in found if each.undecided and not binding]:
            args.not_applicable("; ".join(map(str, later)))

    def _report(self, found: list[Violation], report: ReportViolation) -> None:
        if not self.rule.once_per_stack:
            for violation in found:
                report(message([violation]), violation.resource.urn)
            return
        alike: dict[str, list[Violation]] = defaultdict(list)
        for violation in found:
            alike[violation.wrong].append(violation)
        for violations in alike.values():
            report(message(violations), None)


def _schema(rule: Rule) -> PolicyConfigSchema:
    """What policy configuration may say about a rule: its limits, each of the type of its default,
    and why it accepts more than the rule does.
    """
    limits = {
        name: {
            "type": "integer" if isinstance(default, int) else "number",
            "minimum": 0,
            "default": default,
        }
        for name, default in rule.limits.items()
    }
    return PolicyConfigSchema({**limits, REASON: {"type": "string"}})


def _listing(stacks: Stacks) -> Policy:
    def listed(args: StackValidationArgs, report: ReportViolation) -> None:
        for exemption in exemptions(stacks.graph(args.resources, LISTING).resources):
            if exemption.has_effect:
                report(str(exemption), exemption.resource.urn)
        for text in (
            *map(str, pack_settings.current().exemptions),
            *pack_settings.current().loosened,
        ):
            report(text, None)

    return StackValidationPolicy(
        LISTING,
        "Exemptions are listed at every deployment, so that each is read again.",
        validate=listed,
        enforcement_level=EnforcementLevel.ADVISORY,
        severity=Severity.LOW,
    )


def _settings() -> Policy:
    """Carries the settings of the pack: the analyzer reads them before it asks any policy."""

    def nothing(args: StackValidationArgs, report: ReportViolation) -> None:
        """It reports nothing itself."""

    return StackValidationPolicy(
        pack_settings.NAME,
        "The names of production's stages, and exemptions by configuration.",
        validate=nothing,
        enforcement_level=EnforcementLevel.ADVISORY,
        severity=Severity.LOW,
        config_schema=PolicyConfigSchema(pack_settings.SCHEMA),
    )
