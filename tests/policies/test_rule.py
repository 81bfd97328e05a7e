"""The frame: a rule fails closed, speaks to whoever must act, and knows its level and limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pulumi_aws import lambda_, sns, sqs

from policies.graph import Graph
from policies.rule import Level, judge, rule
from policies.seen import UNKNOWN, Seen, Undecided
from tests.policies.asking import alone, engine
from tests.policies.stacks import seen


@rule(about=sqs.Queue, remedy="Set a delay within the limits")
def a_queue_waits(queue: Seen, *, shortest: int = 5, longest: float = 60.0) -> Iterator[str]:
    """What is asked for at once is asked for
    in vain."""
    if not shortest <= queue.get("delaySeconds", 0) <= longest:
        yield f"waits {queue.get('delaySeconds', 0)} seconds"


@rule(about=sqs.Queue, remedy="None", level=Level.MANDATORY_IN_PROD)
def a_queue_is_refused_in_prod(queue: Seen) -> Iterator[str]:
    """It is only for trying things out."""
    yield "is in prod"


@rule(about=sqs.Queue, remedy="None")
def a_rule_that_is_wrong(queue: Seen) -> Iterator[str]:
    """Rules have mistakes, too."""
    yield str(queue.properties["missing"])


WAITING = seen(sqs.Queue, "slow", delaySeconds=10.0)
HASTY = seen(sqs.Queue, "hasty", delaySeconds=0.0)
UNDECIDED = seen(sqs.Queue, "open", delaySeconds=UNKNOWN)


def test_a_rule_is_made_of_a_function():
    assert a_queue_waits.name == "a_queue_waits"
    assert a_queue_waits.reason == "What is asked for at once is asked for in vain."
    assert a_queue_waits.limits == {"shortest": 5, "longest": 60.0}
    assert a_queue_waits.types == {"aws:sqs/queue:Queue"}
    assert a_queue_waits.level is Level.MANDATORY


def test_a_violation_says_which_rule_what_is_wrong_with_what_and_what_to_do():
    assert alone(a_queue_waits, [HASTY, WAITING]) == [
        "a_queue_waits: aws:sqs/queue:Queue hasty waits 0.0 seconds. Set a delay within the limits"
    ]


def test_a_rule_looks_at_nothing_but_what_it_is_about():
    assert alone(a_queue_waits, [seen(sns.Topic, "t", delaySeconds=0)]) == []


def test_what_is_not_known_is_refused():
    [violation] = judge([a_queue_waits], Graph([UNDECIDED]))
    assert violation.undecided
    assert "cannot be judged: delaySeconds is not known yet" in str(violation)
    [report] = engine([a_queue_waits], [UNDECIDED])
    assert report.level == "mandatory"


def test_a_rule_that_fails_refuses():
    [text] = alone(a_rule_that_is_wrong, [WAITING])
    assert "the rule itself failed with KeyError: 'missing'" in text
    for level in (Level.MANDATORY, Level.ADVISORY):
        [report] = engine([replace(a_rule_that_is_wrong, level=level)], [WAITING])
        assert report.level == level.value


def test_what_was_found_before_a_rule_failed_is_kept():
    @rule(about=sqs.Queue, remedy="None")
    def two_faults(queue: Seen) -> Iterator[str]:
        """One can be seen, the other not yet."""
        yield "has one"
        queue.get("delaySeconds")

    assert len(alone(two_faults, [UNDECIDED])) == 2


def test_an_advisory_rule_leaves_what_is_not_known_for_later():
    advisory = replace(a_queue_waits, level=Level.ADVISORY)
    assert engine([advisory], [UNDECIDED]) == []
    assert [report.level for report in engine([advisory], [HASTY])] == ["advisory"]


@pytest.mark.parametrize("stack", ["prod", "prod-orders", "prod-platform"])
def test_a_rule_for_prod_binds_in_every_stack_of_prod(stack):
    reports = engine([a_queue_is_refused_in_prod], [seen(sqs.Queue, "q", stack=stack)])
    assert [(r.policy, r.level) for r in reports] == [("a_queue_is_refused_in_prod", "mandatory")]


@pytest.mark.parametrize("stack", ["dev", "local", "dev-orders", "production", "preprod"])
def test_a_rule_for_prod_only_advises_elsewhere(stack):
    [report] = engine([a_queue_is_refused_in_prod], [seen(sqs.Queue, "q", stack=stack)])
    assert report.policy == "a_queue_is_refused_in_prod_outside_prod"
    assert report.level == "advisory"


def test_a_limit_can_be_set():
    limits = {"a_queue_waits": {"shortest": 0}}
    assert list(judge([a_queue_waits], Graph([HASTY]), limits)) == []
    assert engine([a_queue_waits], [HASTY], limits) == []
    assert engine([a_queue_waits], [HASTY], {"a_queue_waits": {"longest": 0}}) != []


def test_a_limit_that_does_not_exist_is_refused():
    [violation] = judge([a_queue_waits], Graph([WAITING]), {"a_queue_waits": {"delay": 1}})
    assert "a_queue_waits has limits shortest, longest; got delay" in str(violation)


def test_a_check_asks_for_the_graph_by_taking_it():
    @rule(about=sqs.Queue, remedy="None")
    def every_queue_has_a_function(queue: Seen, graph: Graph) -> Iterator[str]:
        """It is an example."""
        if not graph.users(queue, lambda_.EventSourceMapping, "eventSourceArn"):
            yield "has no function"

    assert every_queue_has_a_function.needs_stack
    assert not a_queue_waits.needs_stack
    mapping = seen(lambda_.EventSourceMapping, "m", refers={"eventSourceArn": [WAITING]})
    assert alone(every_queue_has_a_function, [WAITING, mapping]) == []
    assert alone(every_queue_has_a_function, [WAITING]) != []


def test_the_way_to_a_value_may_be_unknown_as_well():
    function = seen(lambda_.Function, "f", tracingConfig=UNKNOWN)
    with pytest.raises(Undecided, match="tracingConfig is not known yet"):
        function.get("tracingConfig.mode")
    with pytest.raises(Undecided, match="tracingConfig is not known yet"):
        function.has("tracingConfig.mode")


def test_something_unknown_is_there_and_something_empty_is_not():
    resource = seen(sqs.Queue, "q", a=UNKNOWN, b="", c=[], d={}, e=None, f=False, g={"h": UNKNOWN})
    assert [key for key in "abcdefg" if resource.has(key)] == ["a", "f", "g"]
    assert resource.has("g.h")
    assert not resource.has("g.i")
    assert not resource.has("f.i")
