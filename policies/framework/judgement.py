"""Judgement: what a stack has against the rules, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policies.framework.component_path import component_path
from policies.framework.exemptions import is_exempt
from policies.framework.graph import Graph
from policies.framework.resource import Resource, Undecided
from policies.framework.rule import Rule

PAGE = "docs/policies.md"

# Where a resource without tags refers to the one that it is of: a target to its rule, a permission
# to its function, a subscription to its endpoint, a schedule to its target, a method to its API, a
# policy to its role. What others share, as
# a bus, exempts none of them; a topic does those of its subscriptions whose endpoint is elsewhere.
CARRIERS = (
    *("rule", "function", "functionName", "endpoint", "target", "restApi", "apiId", "role"),
    *("queueUrl", "bucket", "securityGroupId"),
)

# So many resources are named in a report about several.
NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One resource that breaks one rule, or of which that cannot be ruled out yet.

    ``path`` is where in the program the resource is made, ``wrong`` the fault.
    """

    rule: Rule
    resource: Resource
    path: str
    wrong: str
    undecided: bool = False

    @property
    def binding(self) -> bool:
        """Whether it stops the deployment of the resource's stack."""
        waits = self.undecided and self.rule.waits
        return not waits and self.rule.level.binds(self.resource.stack)

    def __str__(self) -> str:
        where = f"{self.path} ({self.resource.type} {self.resource.name})"
        return f"{self.rule.id}: {where}: {self.wrong}. {self.rule.remedy}."


def message(violations: Sequence[Violation]) -> str:
    """What the engine prints below the id, the severity and the reason of a rule: the resources
    that break it in one way, the remedy, and where to read more.
    """
    rule, paths = violations[0].rule, sorted(violation.path for violation in violations)
    named = ", ".join(paths[:NAMED])
    where = named if len(paths) <= NAMED else f"{named} and {len(paths) - NAMED} more"
    pages = [page for page in (rule.documentation, f"{PAGE}#{rule.id}") if page]
    return f"{where}: {violations[0].wrong}.\nRemedy: {rule.remedy}.\nSee {' and '.join(pages)}"


def violations_of(
    rule: Rule, resource: Resource, graph: Graph, limits: Mapping[str, float] | None = None
) -> Iterator[Violation]:
    """Judge one resource. A rule that cannot decide, or itself fails, reports that as a violation:
    what was not judged must not pass.
    """
    if rule.about and resource.type not in rule.types:
        return
    if not rule.level.applies(resource.stack):
        return
    if any(is_exempt(carrier, rule.id) for carrier in _carriers(rule, resource, graph)):
        return

    def violation(wrong: str, undecided: bool = False) -> Violation:
        path = component_path(resource, graph)
        return Violation(rule=rule, resource=resource, path=path, wrong=wrong, undecided=undecided)

    try:
        for wrong in rule.faults(resource, graph, limits or {}):
            yield violation(wrong)
    except Undecided as reason:
        wrong = f"cannot be judged: {reason}, and nothing else shows that the rule is kept"
        yield violation(wrong, undecided=True)
    except Exception as error:
        yield violation(f"cannot be judged: the rule failed with {type(error).__name__}: {error}")


def _carriers(rule: Rule, resource: Resource, graph: Graph) -> Sequence[Resource]:
    """What may carry an exemption: the resource, or what it stands for if it has no tags."""
    if rule.taggable:
        return [resource]
    found = [each for key in CARRIERS for each in graph.of(resource, key)]
    return [resource, *(found or graph.of(resource, "topic"))]


def judge(
    rules: Iterable[Rule],
    graph: Graph,
    config: Mapping[str, Mapping[str, float]] | None = None,
) -> Iterator[Violation]:
    """Every violation of every rule in a stack; ``config`` holds the rules' limits by id."""
    for rule in rules:
        limits = (config or {}).get(rule.id)
        for resource in rule.subjects(graph):
            yield from violations_of(rule, resource, graph, limits)
