"""The table: each mutation of the prod program, and what the pack says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from policies import RULES, violations
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from tests.policies.mutations.access import OTHERS
from tests.policies.mutations.alarms import OF_ALARMS, OF_THE_DASHBOARDS, OF_TRACES
from tests.policies.mutations.delivery import DELIVERY, DLQ
from tests.policies.mutations.mutate import Mutation, Stack
from tests.stage import deployed

MUTATIONS: tuple[Mutation, ...] = (
    *DLQ,
    *DELIVERY,
    *OF_ALARMS,
    *OF_TRACES,
    *OTHERS,
    OF_THE_DASHBOARDS,
)
BY_ID = {rule.id: rule for rule in RULES}

# So many rows may have a reason in place of a rule, all of low harm.
REASONS = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """A mutation and the rules that refuse it, as opposed to warn."""

    mutation: Mutation
    refused_by: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """``refused`` by the rule meant for it, ``reason`` why it is not, or ``passed``."""
        if self.mutation.rule in self.refused_by:
            return "refused"
        return "reason" if self.mutation.why_not else "passed"


@cache
def prod() -> tuple:
    """The prod program's resources, recorded once a session."""
    return tuple(map(registered, deployed("prod").resources))


def meant(mutation: Mutation) -> list[str]:
    """What the rule that is meant for a mutation says of it."""
    stack: Stack = mutation.change(list(prod()))
    rules = [BY_ID[mutation.rule]] if mutation.rule in BY_ID else []
    return [str(each) for each in judge(rules, Graph(stack)) if each.binding]


def rows(mutations: Iterable[Mutation] = MUTATIONS) -> list[Row]:
    """Each mutation against the whole pack."""
    return [
        Row(
            mutation=each,
            refused_by=tuple(
                sorted({v.rule.id for v in violations(each.change(list(prod()))) if v.binding})
            ),
        )
        for each in mutations
    ]
