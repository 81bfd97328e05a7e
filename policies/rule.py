"""Rule: one sentence that a stack keeps, with its reason, its remedy and how strictly it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from inspect import Parameter, getdoc, signature
from itertools import chain
from typing import TypeAlias

import pulumi

from policies.exemptions import is_exempt
from policies.graph import Graph, token
from policies.seen import Seen, Undecided

Check: TypeAlias = Callable[..., Iterator[str]]
Kind: TypeAlias = type[pulumi.Resource]


class Level(Enum):
    """How strictly a rule holds."""

    MANDATORY = "mandatory"
    ADVISORY = "advisory"
    MANDATORY_IN_PROD = "mandatory in prod"

    def binds(self, stack: str) -> bool:
        """Whether a violation stops a deployment of ``stack``: ``prod`` or ``prod-orders``, say."""
        if self is Level.MANDATORY_IN_PROD:
            return stack.partition("-")[0] == "prod"
        return self is Level.MANDATORY


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One resource that breaks one rule, or of which that cannot be ruled out yet."""

    rule: str
    resource: Seen
    wrong: str
    remedy: str
    binding: bool
    undecided: bool = False

    def __str__(self) -> str:
        where = f"{self.resource.type} {self.resource.name}"
        return f"{self.rule}: {where} {self.wrong}. {self.remedy}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """``check`` yields what is wrong with a resource, one text a fault; a rule about no class in
    particular judges every resource.

    A check with a second parameter is given the graph of the stack. Its keyword-only parameters
    are the rule's limits, which policy configuration may set; their defaults stand in its
    signature and nowhere else.
    """

    name: str
    reason: str
    remedy: str
    about: tuple[Kind, ...]
    check: Check
    level: Level
    limits: Mapping[str, float] = field(default_factory=dict)
    asks_graph: bool = False

    @cached_property
    def types(self) -> frozenset[str]:
        """The tokens of the classes that the rule is about."""
        return frozenset(token(kind) for kind in self.about)

    @cached_property
    def taggable(self) -> bool:
        """Whether what the rule is about can carry an exemption itself."""
        return all(hasattr(kind, "tags") for kind in self.about)

    @property
    def needs_stack(self) -> bool:
        """Whether one resource alone is not enough to judge it, or to find its exemption."""
        return self.asks_graph or not self.taggable

    def subjects(self, graph: Graph) -> Iterator[Seen]:
        """The resources of a stack that the rule judges."""
        kinds = [graph.all(kind) for kind in self.about] or [graph.resources]
        return chain.from_iterable(kinds)

    def violations(
        self, resource: Seen, graph: Graph, limits: Mapping[str, float] | None = None
    ) -> Iterator[Violation]:
        """Judge one resource. A rule that cannot decide, or itself fails, says so as a violation:
        what was not looked at must never pass for good.
        """
        if self.about and resource.type not in self.types:
            return
        carriers = [resource] if self.taggable else graph.near(resource)
        if any(is_exempt(carrier, self.name) for carrier in carriers):
            return
        try:
            given = (resource, graph) if self.asks_graph else (resource,)
            for wrong in self.check(*given, **self._limits(limits or {})):
                yield self._violation(resource, wrong)
        except Undecided as reason:
            wrong = f"cannot be judged: {reason}, and nothing else shows that the rule is kept"
            yield self._violation(resource, wrong, undecided=True)
        except Exception as error:
            wrong = f"cannot be judged: the rule itself failed with {type(error).__name__}: {error}"
            yield self._violation(resource, wrong)

    def _limits(self, given: Mapping[str, float]) -> dict[str, float]:
        if strangers := sorted(set(given) - set(self.limits)):
            known = ", ".join(self.limits) or "none"
            raise ValueError(f"{self.name} has limits {known}; got {', '.join(strangers)}")
        return {**self.limits, **given}

    def _violation(self, resource: Seen, wrong: str, undecided: bool = False) -> Violation:
        return Violation(
            rule=self.name,
            resource=resource,
            wrong=wrong,
            remedy=self.remedy,
            binding=self.level.binds(resource.stack),
            undecided=undecided,
        )


def rule(
    *, about: Kind | tuple[Kind, ...], remedy: str, level: Level = Level.MANDATORY
) -> Callable[[Check], Rule]:
    """Make a rule of a function: its name is the sentence, its docstring the reason."""

    def make(check: Check) -> Rule:
        parameters = signature(check).parameters.values()
        return Rule(
            name=check.__name__,
            reason=" ".join((getdoc(check) or "").split()),
            remedy=remedy,
            about=about if isinstance(about, tuple) else (about,),
            check=check,
            level=level,
            limits={p.name: p.default for p in parameters if p.kind is Parameter.KEYWORD_ONLY},
            asks_graph=sum(p.kind is Parameter.POSITIONAL_OR_KEYWORD for p in parameters) > 1,
        )

    return make


def judge(
    rules: Iterable[Rule],
    graph: Graph,
    config: Mapping[str, Mapping[str, float]] | None = None,
) -> Iterator[Violation]:
    """Every violation of every rule in a stack, given the rules' limits by rule name."""
    for each in rules:
        limits = (config or {}).get(each.name)
        for resource in each.subjects(graph):
            yield from each.violations(resource, graph, limits)
