"""Exemptions: what they set aside, what they must say, and that they are listed."""

from __future__ import annotations

import pytest
from pulumi_aws import cloudwatch, sns, sqs

from policies import RULES, dead_letters, queues, violations
from policies.exemptions import PREFIX, exemptions
from policies.reasons import exemption_rule
from policies.seen import UNKNOWN
from tests.policies.asking import alone, engine, objections, shown, silences
from tests.policies.stacks import seen

REASON = "A lost wake-up call does no harm"
KEEPS = queues.a_queue_keeps_what_fails


def bare(reason, rule=KEEPS.name):
    return seen(sqs.Queue, "wake-up", tags={f"{PREFIX}{rule}": reason})


SAYS_WHY = exemption_rule({KEEPS.name})

ALLOWED = {SAYS_WHY: {"it does": [bare(REASON)], "nothing is exempt": [seen(sqs.Queue, "q")]}}
REFUSED = {
    SAYS_WHY: {
        "it does not": [bare("")],
        "a word is no reason": [bare("legacy")],
        "there is no such rule": [bare(REASON, "a_queue_keeps_waht_fails")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []


def test_an_exempt_resource_passes_and_is_listed():
    stack = [bare(REASON)]
    assert violations(stack) == []
    [listed] = exemptions(stack)
    assert (listed.rule, listed.resource, listed.reason) == (KEEPS.name, stack[0], REASON)
    [report] = engine(RULES, stack)
    assert (report.policy, report.level) == ("exemptions_are_listed", "advisory")
    assert report.text == (
        f"aws:sqs/queue:Queue wake-up is exempt from a_queue_keeps_what_fails: {REASON}"
    )


def test_three_words_are_a_reason():
    tagged = seen(
        sqs.Queue, "q", tags={"policy-exempt:a_queue_keeps_what_fails": "Losses are harmless"}
    )
    assert alone(KEEPS, [tagged]) == []


@pytest.mark.parametrize("reason", ["", "legacy", "to do", UNKNOWN])
def test_an_exemption_without_a_reason_has_no_effect(reason):
    assert KEEPS.name in {found.rule for found in violations([bare(reason)])}


def test_an_exemption_without_a_reason_is_refused_as_well_and_not_listed():
    reports = engine(RULES, [bare("legacy")])
    assert {report.policy for report in reports} == {KEEPS.name, "an_exemption_says_why"}
    assert {report.level for report in reports} == {"mandatory"}


def test_an_exemption_is_from_one_rule_and_on_one_resource():
    other_rule = bare(REASON, rule="a_message_gets_a_few_tries")
    assert alone(KEEPS, [other_rule]) != []
    assert len(alone(KEEPS, [bare(REASON), seen(sqs.Queue, "another")])) == 1


def test_what_cannot_have_tags_is_exempt_by_those_of_what_it_belongs_to():
    rule = dead_letters.a_subscription_keeps_what_fails
    topic = seen(sns.Topic, "t", tags={f"{PREFIX}{rule.name}": "Only screens listen to it"})
    subscription = seen(sns.TopicSubscription, "s", refers={"topic": [topic]}, protocol="http")
    assert objections(rule, [topic, subscription]) == []
    assert silences(rule, [seen(sns.Topic, "t"), subscription]) == []


def test_a_rule_about_what_cannot_have_tags_is_asked_with_the_stack_at_hand():
    rule = dead_letters.a_target_keeps_what_fails
    tags = {f"{PREFIX}{rule.name}": "It only wakes somebody up"}
    event_rule = seen(cloudwatch.EventRule, "r", tags=tags)
    target = seen(cloudwatch.EventTarget, "t", refers={"rule": [event_rule]})
    assert objections(rule, [event_rule, target]) == []


def test_what_can_have_tags_is_exempt_by_its_own_alone():
    tagged = seen(cloudwatch.EventRule, "r", tags={f"{PREFIX}{KEEPS.name}": REASON})
    queue = seen(sqs.Queue, "q", refers={"policy": [tagged]})
    assert alone(KEEPS, [tagged, queue]) != []
