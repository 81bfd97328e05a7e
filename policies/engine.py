"""The rules as the engine runs them: resources in, reports out, unknown values never touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from policies.exemptions import exemptions
from policies.graph import Graph
from policies.rule import Level, Rule, Violation
from policies.seen import UNKNOWN, Seen

Args: TypeAlias = ResourceValidationArgs | StackValidationArgs

LISTING = "exemptions_are_listed"


def policies(rules: Iterable[Rule]) -> list[Policy]:
    """What the pack is made of: each rule, and the list of what is exempt."""
    stacks = Stacks()
    found = [policy for rule in rules for policy in _as_policies(rule, stacks)]
    return [*found, _listing(stacks)]


class Stacks:
    """The graph of the stack at hand, built once for all the rules that ask for it."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._graph = Graph([])

    def graph(self, resources: Sequence[PolicyResource], policy: str) -> Graph:
        """The graph of these resources. Each policy asks once in a run of the pack, so one that
        asks again begins a new run.
        """
        if not self._asked or policy in self._asked:
            self._asked, self._graph = set(), Graph(map(seen, resources))
        self._asked.add(policy)
        return self._graph


def seen(resource: PolicyResource) -> Seen:
    """A resource as a stack policy is given it: outputs, as far as they are known."""
    return Seen(
        type=resource.resource_type,
        name=resource.name,
        urn=resource.urn,
        properties=known(resource.props),
        property_dependencies={
            key: tuple(each.urn for each in found)
            for key, found in resource.property_dependencies.items()
        },
        dependencies=tuple(each.urn for each in resource.dependencies),
        parent=resource.parent.urn if resource.parent else "",
    )


def known(value: Any) -> Any:
    """A property value out of the SDK's proxies, with ``UNKNOWN`` for what they refuse to show."""
    if isinstance(value, Mapping):
        return {key: _part(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_part(value, place) for place in range(len(value))]
    return value


def _part(whole: Any, key: Any) -> Any:
    try:
        return known(whole[key])
    except UnknownValueError:
        return UNKNOWN


def _as_policies(rule: Rule, stacks: Stacks) -> Iterator[Policy]:
    """One policy; two for a rule whose level is another in production, since the engine knows only
    one level a policy.
    """
    if rule.level is not Level.ADVISORY:
        yield _as_policy(rule, rule.name, EnforcementLevel.MANDATORY, stacks)
    if rule.level is not Level.MANDATORY:
        name = rule.name if rule.level is Level.ADVISORY else f"{rule.name}_outside_prod"
        yield _as_policy(rule, name, EnforcementLevel.ADVISORY, stacks)


def _as_policy(rule: Rule, name: str, level: EnforcementLevel, stacks: Stacks) -> Policy:
    binding = level is EnforcementLevel.MANDATORY

    def judge(seen_here: Iterable[Seen], graph: Graph, args: Args, report: ReportViolation) -> None:
        undecided: list[Violation] = []
        for resource in seen_here:
            for violation in rule.violations(resource, graph, args.get_config()):
                if violation.binding is not binding:
                    continue
                if violation.undecided and not binding:
                    undecided.append(violation)
                else:
                    report(str(violation), violation.resource.urn)
        if undecided:
            args.not_applicable("; ".join(map(str, undecided)))

    def of_resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if not rule.about or args.resource_type in types:
            resource = Seen(
                type=args.resource_type,
                name=args.name,
                urn=args.urn,
                properties=known(args.props),
                parent=args.opts.parent or "",
            )
            judge([resource], Graph([resource]), args, report)

    def of_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        graph = stacks.graph(args.resources, name)
        here = [each for kind in rule.about for each in graph.all(kind)]
        judge(here, graph, args, report)

    types = rule.types
    settings: dict[str, Any] = {
        "description": rule.reason,
        "enforcement_level": level,
        "config_schema": _schema(rule),
        "remediation_steps": rule.remedy,
    }
    if rule.needs_stack:
        return StackValidationPolicy(name, validate=of_stack, **settings)
    return ResourceValidationPolicy(name, validate=of_resource, **settings)


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
