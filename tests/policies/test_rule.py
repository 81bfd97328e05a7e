"""The framework: a rule fails closed, says what to do, and knows its level and limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pulumi_aws import lambda_, sns, sqs
from pulumi_policy import Severity

from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource, Undecided
from policies.framework.rule import rule
from tests.policies.asking import alone, engine
from tests.policies.stacks import resource

PAGE = "https://docs.aws.amazon.com/sqs"


def a_rule(name="sqs-queue-example", **changes):
    given = {"about": sqs.Queue, "severity": Severity.LOW, "remedy": "Change it", **changes}
    return rule(name, "An example", **given)


@rule(
    "sqs-queue-delay",
    "A queue has a delay",
    about=sqs.Queue,
    severity=Severity.MEDIUM,
    remedy="Set a delay within the limits",
    documentation=PAGE,
)
def queue_has_delay(queue: Resource, *, minimum: int = 5, maximum: float = 60.0) -> Iterator[str]:
    """A message that is received at once
    is received too early."""
    if not minimum <= queue.get("delaySeconds", 0) <= maximum:
        yield f"delay is {queue.get('delaySeconds', 0)} seconds"


@a_rule("sqs-queue-allowed", level=Level.MANDATORY_IN_PROD)
def queue_is_allowed(queue: Resource) -> Iterator[str]:
    """It is only for trials."""
    yield "in prod"


@a_rule("sqs-queue-mistake")
def rule_with_a_mistake(queue: Resource) -> Iterator[str]:
    """Rules have mistakes, too."""
    yield str(queue.properties["missing"])


DELAYED = resource(sqs.Queue, "slow", delaySeconds=10.0)
HASTY = resource(sqs.Queue, "hasty", delaySeconds=0.0)
UNDECIDED = resource(sqs.Queue, "open", delaySeconds=UNKNOWN)


def test_a_rule_is_made_of_a_function():
    assert queue_has_delay.id == "sqs-queue-delay"
    assert queue_has_delay.reason == "A message that is received at once is received too early."
    assert queue_has_delay.limits == {"minimum": 5, "maximum": 60.0}
    assert queue_has_delay.types == {"aws:sqs/queue:Queue"}
    assert queue_has_delay.level is Level.MANDATORY


@pytest.mark.parametrize(
    "given", ["queue", "sqs_queue_delay", "SQS-queue", "sqs--queue", "sqs-", ""]
)
def test_an_id_of_another_form_is_refused(given):
    with pytest.raises(ValueError, match=f"joined by hyphens.*given '{given}'"):
        a_rule(given)(lambda queue: iter(()))


def test_a_violation_names_the_rule_the_resource_the_fault_and_the_remedy():
    assert alone(queue_has_delay, [HASTY, DELAYED]) == [
        "sqs-queue-delay: hasty (aws:sqs/queue:Queue hasty): delay is 0.0 seconds. "
        "Set a delay within the limits."
    ]


def test_the_engine_gets_the_fault_the_remedy_and_where_to_read_more():
    [report] = engine([queue_has_delay], [HASTY])
    assert (report.policy, report.level, report.urn) == ("sqs-queue-delay", "mandatory", HASTY.urn)
    assert report.text.splitlines() == [
        "hasty: delay is 0.0 seconds.",
        "Remedy: Set a delay within the limits.",
        f"See {PAGE} and docs/policies.md#sqs-queue-delay",
    ]


def test_a_rule_judges_only_what_it_is_about():
    assert alone(queue_has_delay, [resource(sns.Topic, "t", delaySeconds=0)]) == []


def test_what_is_not_known_is_refused():
    [violation] = judge([queue_has_delay], Graph([UNDECIDED]))
    assert violation.undecided
    assert "cannot be judged: delaySeconds is not known yet" in str(violation)
    [report] = engine([queue_has_delay], [UNDECIDED])
    assert report.level == "mandatory"


def test_a_rule_that_fails_refuses():
    [text] = alone(rule_with_a_mistake, [DELAYED])
    assert "the rule failed with KeyError: 'missing'" in text
    for level in (Level.MANDATORY, Level.ADVISORY):
        [report] = engine([replace(rule_with_a_mistake, level=level)], [DELAYED])
        assert report.level == level.value


def test_what_was_found_before_a_rule_failed_is_kept():
    @a_rule()
    def two_faults(queue: Resource) -> Iterator[str]:
        """One can be seen, the other not yet."""
        yield "one fault"
        queue.get("delaySeconds")

    assert len(alone(two_faults, [UNDECIDED])) == 2


def test_an_advisory_rule_leaves_what_is_not_known_for_the_update():
    advisory = replace(queue_has_delay, level=Level.ADVISORY)
    assert engine([advisory], [UNDECIDED]) == []
    assert [report.level for report in engine([advisory], [HASTY])] == ["advisory"]
    assert [report.level for report in engine([advisory], [UNDECIDED, HASTY])] == ["advisory"]


@pytest.mark.parametrize("stack", ["prod", "prod-orders", "prod-platform"])
def test_a_rule_for_prod_binds_in_every_stack_of_prod(stack):
    reports = engine([queue_is_allowed], [resource(sqs.Queue, "q", stack=stack)])
    assert [(r.policy, r.level) for r in reports] == [("sqs-queue-allowed", "mandatory")]


@pytest.mark.parametrize("stack", ["dev", "local", "dev-orders", "production", "preprod"])
def test_a_rule_for_prod_only_warns_elsewhere(stack):
    [report] = engine([queue_is_allowed], [resource(sqs.Queue, "q", stack=stack)])
    assert report.policy == "sqs-queue-allowed-outside-prod"
    assert report.level == "advisory"


def test_a_limit_can_be_set():
    limits = {"sqs-queue-delay": {"minimum": 0}}
    assert list(judge([queue_has_delay], Graph([HASTY]), limits)) == []
    assert engine([queue_has_delay], [HASTY], limits) == []
    assert engine([queue_has_delay], [HASTY], {"sqs-queue-delay": {"maximum": 0}}) != []


def test_a_limit_that_does_not_exist_is_refused():
    [violation] = judge([queue_has_delay], Graph([DELAYED]), {"sqs-queue-delay": {"delay": 1}})
    assert "sqs-queue-delay has the limits minimum, maximum; given delay" in str(violation)


def test_a_check_is_given_the_graph_if_it_takes_it():
    @a_rule()
    def queue_has_function(queue: Resource, graph: Graph) -> Iterator[str]:
        """It is an example."""
        if not graph.users(queue, lambda_.EventSourceMapping, "eventSourceArn"):
            yield "no function"

    assert queue_has_function.needs_stack
    assert not queue_has_delay.needs_stack
    mapping = resource(lambda_.EventSourceMapping, "m", refers={"eventSourceArn": [DELAYED]})
    assert alone(queue_has_function, [DELAYED, mapping]) == []
    assert alone(queue_has_function, [DELAYED]) != []


def test_the_way_to_a_value_may_be_unknown_as_well():
    function = resource(lambda_.Function, "f", tracingConfig=UNKNOWN)
    with pytest.raises(Undecided, match="tracingConfig is not known yet"):
        function.get("tracingConfig.mode")
    with pytest.raises(Undecided, match="tracingConfig is not known yet"):
        function.has("tracingConfig.mode")


def test_something_unknown_is_there_and_something_empty_is_not():
    queue = resource(sqs.Queue, "q", a=UNKNOWN, b="", c=[], d={}, e=None, f=False, g={"h": UNKNOWN})
    assert [key for key in "abcdefg" if queue.has(key)] == ["a", "f", "g"]
    assert queue.has("g.h")
    assert not queue.has("g.i")
    assert not queue.has("f.i")
