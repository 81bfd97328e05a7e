"""The rules as the engine runs them: a policy each, its reports, its limits."""

from __future__ import annotations

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
    StackValidationArgs,
    StackValidationPolicy,
)

from policies.exemptions import exemptions
from policies.graph import Graph
from policies.rule import Level, Rule, Violation
from policies.run import Stacks, alone
from policies.seen import Seen

Args: TypeAlias = ResourceValidationArgs | StackValidationArgs

LISTING = "exemptions_are_listed"


def policies(rules: Iterable[Rule]) -> list[Policy]:
    """What the pack is made of: each rule, and the list of what is exempt."""
    stacks = Stacks()
    found = [policy for rule in rules for policy in _as_policies(rule, stacks)]
    return [*found, _listing(stacks)]


def _as_policies(rule: Rule, stacks: Stacks) -> Iterator[Policy]:
    """One policy; two for a rule whose level is another in production, since the engine knows only
    one level a policy.
    """
    if rule.level is not Level.ADVISORY:
        yield Served(rule, rule.name, EnforcementLevel.MANDATORY, stacks).policy()
    if rule.level is not Level.MANDATORY:
        name = rule.name if rule.level is Level.ADVISORY else f"{rule.name}_outside_prod"
        yield Served(rule, name, EnforcementLevel.ADVISORY, stacks).policy()


@dataclass(frozen=True)
class Served:
    """One rule as one policy, which speaks only where its level is the rule's."""

    rule: Rule
    name: str
    level: EnforcementLevel
    stacks: Stacks

    def policy(self) -> Policy:
        """The policy; one that looks at a resource alone stops it before it is created."""
        settings: dict[str, Any] = {
            "description": self.rule.reason,
            "enforcement_level": self.level,
            "config_schema": _schema(self.rule),
            "remediation_steps": self.rule.remedy,
        }
        if self.rule.needs_stack:
            return StackValidationPolicy(self.name, validate=self._of_stack, **settings)
        return ResourceValidationPolicy(self.name, validate=self._of_resource, **settings)

    def _of_resource(self, args: ResourceValidationArgs, report: ReportViolation) -> None:
        if not self.rule.about or args.resource_type in self.rule.types:
            resource = alone(args)
            self._judge([resource], Graph([resource]), args, report)

    def _of_stack(self, args: StackValidationArgs, report: ReportViolation) -> None:
        graph = self.stacks.graph(args.resources, self.name)
        self._judge(self.rule.subjects(graph), graph, args, report)

    def _judge(
        self, here: Iterable[Seen], graph: Graph, args: Args, report: ReportViolation
    ) -> None:
        binding = self.level is EnforcementLevel.MANDATORY
        later: list[Violation] = []
        for resource in here:
            for violation in self.rule.violations(resource, graph, args.get_config()):
                if violation.binding is not binding:
                    continue
                if violation.undecided and not binding:
                    later.append(violation)
                else:
                    report(str(violation), resource.urn)
        if later:
            args.not_applicable("; ".join(map(str, later)))


def _schema(rule: Rule) -> PolicyConfigSchema | None:
    """What policy configuration may say about a rule; a limit has the type of its default."""
    if not rule.limits:
        return None
    return PolicyConfigSchema(
        {
            name: {
                "type": "integer" if isinstance(default, int) else "number",
                "minimum": 0,
                "default": default,
            }
            for name, default in rule.limits.items()
        }
    )


def _listing(stacks: Stacks) -> Policy:
    def listed(args: StackValidationArgs, report: ReportViolation) -> None:
        for exemption in exemptions(stacks.graph(args.resources, LISTING).resources):
            if exemption.has_reason:
                report(str(exemption), exemption.resource.urn)

    return StackValidationPolicy(
        LISTING,
        "What is set aside, where and why, is read again at every deployment.",
        validate=listed,
        enforcement_level=EnforcementLevel.ADVISORY,
    )
