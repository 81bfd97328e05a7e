"""What a good reviewer of this platform would refuse, as rules: pure functions of resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policies.alarms import RULES as ALARMS
from policies.backlogs import RULES as BACKLOGS
from policies.dead_letters import RULES as DEAD_LETTERS
from policies.graph import Graph
from policies.queues import RULES as QUEUES
from policies.rates import RULES as RATES
from policies.reasons import exemption_rule
from policies.rule import Rule, Violation, judge
from policies.seen import Seen
from policies.tracing import RULES as TRACING

JUDGING = (*QUEUES, *DEAD_LETTERS, *TRACING, *ALARMS, *RATES, *BACKLOGS)

RULES: tuple[Rule, ...] = (*JUDGING, exemption_rule({rule.name for rule in JUDGING}))


def violations(
    resources: Iterable[Seen], config: Mapping[str, Mapping[str, float]] | None = None
) -> list[Violation]:
    """Every violation in a stack; ``config`` sets limits by rule name."""
    return list(judge(RULES, Graph(resources), config))
