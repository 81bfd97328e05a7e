"""Report: every rule of the pack, what it judged in a stack, what it found, and what is exempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policies.framework.exemptions import Exemption, exemptions
from policies.framework.graph import Graph
from policies.framework.judgement import Violation, judge
from policies.framework.rule import Rule

# How strictly a rule holds in a stack.
OFF, ADVISORY, MANDATORY = "off", "advisory", "mandatory"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A rule in one stack: its level there, how many resources it is about, what it found, and
    which of them are exempt from it.
    """

    rule: Rule
    level: str
    resources: int
    violations: tuple[Violation, ...]
    exempt: tuple[Exemption, ...]

    @property
    def outcome(self) -> str:
        """``off``, ``none`` where it is about nothing, ``passed``, ``warned`` or ``refused``."""
        if any(each.binding for each in self.violations):
            return "refused"
        if self.violations:
            return "warned"
        if self.level == OFF:
            return OFF
        return "passed" if self.resources else "none"


def report(
    rules: Iterable[Rule],
    graph: Graph,
    stack: str,
    config: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Judged]:
    """Each rule in a stack; ``config`` holds the rules' limits by id."""
    chosen = tuple(rules)
    found: dict[str, list[Violation]] = defaultdict(list)
    for violation in judge(chosen, graph, config):
        found[violation.rule.id].append(violation)
    exempt: dict[str, list[Exemption]] = defaultdict(list)
    for each in exemptions(graph.resources):
        if each.has_effect:
            exempt[each.rule].append(each)
    return [
        Judged(
            rule=rule,
            level=level_in(rule, stack),
            resources=sum(1 for _ in rule.subjects(graph)),
            violations=tuple(found[rule.id]),
            exempt=tuple(exempt[rule.id]),
        )
        for rule in chosen
    ]


def level_in(rule: Rule, stack: str) -> str:
    """How strictly a rule holds in a stack."""
    if not rule.level.applies(stack):
        return OFF
    return MANDATORY if rule.level.binds(stack) else ADVISORY
