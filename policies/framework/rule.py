"""Rule: one requirement on a type of resource, with its reason, remedy, severity and level."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter, getdoc, signature
from itertools import chain
from typing import TypeAlias

import pulumi
from pulumi_policy import Severity

from policies.framework.aws import WITHOUT_TAGS
from policies.framework.graph import Graph, token
from policies.framework.level import Level
from policies.framework.older_types import OLDER
from policies.framework.resource import Resource

Check: TypeAlias = Callable[..., Iterator[str]]
Kind: TypeAlias = type[pulumi.Resource]

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """``check`` yields what is wrong with a resource, one phrase a fault; a rule about no class in
    particular judges every resource.

    A check with a second parameter is given the graph of the stack. Its keyword-only parameters
    are the rule's limits, which policy configuration may set; their defaults are in its signature
    and nowhere else. A rule that is reported ``once_per_stack`` names all the resources that break
    it in the same way in one report. One that ``waits`` leaves what is unknown at preview to the
    update: it is about text, as a definition, to which no reference can stand for the content.
    """

    id: str
    title: str
    reason: str
    remedy: str
    severity: Severity
    documentation: str
    about: tuple[Kind, ...]
    check: Check
    level: Level
    once_per_stack: bool = False
    waits: bool = False
    limits: Mapping[str, float] = field(default_factory=dict)
    asks_graph: bool = False

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id):
            raise ValueError(
                "the id of a rule must be words in lower case joined by hyphens, the AWS service "
                f"first (sqs-queue-dead-letter-queue); given {self.id!r}"
            )

    @cached_property
    def types(self) -> frozenset[str]:
        """The tokens of the classes that the rule is about, older ones for the same included."""
        tokens = {token(kind) for kind in self.about}
        return frozenset(tokens | {older for older, now in OLDER.items() if now in tokens})

    @cached_property
    def taggable(self) -> bool:
        """Whether what the rule is about can carry an exemption itself."""
        return self.types.isdisjoint(WITHOUT_TAGS)

    @property
    def needs_stack(self) -> bool:
        """Whether one resource alone is not enough to judge it, to find its exemption or to
        report it.
        """
        return self.asks_graph or not self.taggable or self.once_per_stack

    def subjects(self, graph: Graph) -> Iterator[Resource]:
        """The resources of a stack that the rule judges."""
        kinds = [graph.all(kind) for kind in self.about] or [graph.resources]
        return chain.from_iterable(kinds)

    def faults(
        self, resource: Resource, graph: Graph, limits: Mapping[str, float]
    ) -> Iterator[str]:
        """What is wrong with a resource; raises ``ValueError`` for a limit that does not exist."""
        if unknown := sorted(set(limits) - set(self.limits)):
            known = ", ".join(self.limits) or "none"
            raise ValueError(f"{self.id} has the limits {known}; given {', '.join(unknown)}")
        given = (resource, graph) if self.asks_graph else (resource,)
        return self.check(*given, **{**self.limits, **limits})


def rule(
    id: str,  # noqa: A002  (what it is called everywhere else)
    title: str,
    *,
    about: Kind | tuple[Kind, ...],
    severity: Severity,
    remedy: str,
    documentation: str = "",
    level: Level = Level.MANDATORY,
    once_per_stack: bool = False,
    waits: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a check, whose docstring is the reason.

    ``title`` says what is required. ``documentation`` is the address of the page where AWS
    documents it.
    """

    def make(check: Check) -> Rule:
        parameters = signature(check).parameters.values()
        return Rule(
            id=id,
            title=title,
            reason=" ".join((getdoc(check) or "").split()),
            remedy=remedy,
            severity=severity,
            documentation=documentation,
            about=about if isinstance(about, tuple) else (about,),
            check=check,
            level=level,
            once_per_stack=once_per_stack,
            waits=waits,
            limits={p.name: p.default for p in parameters if p.kind is Parameter.KEYWORD_ONLY},
            asks_graph=sum(p.kind is Parameter.POSITIONAL_OR_KEYWORD for p in parameters) > 1,
        )

    return make
