"""Exemptions: what they exempt, that they give a reason, and that they are listed."""

from __future__ import annotations

import pulumi_aws as aws
import pytest

from policies import RULES, violations
from policies.framework.exemptions import PREFIX, exemptions
from policies.framework.resource import UNKNOWN
from policies.rules import apigateway_requests, eventbridge, sns, sqs
from policies.rules.exemptions import exemption_rule
from tests.policies.asking import all_violations, alone, engine, passes, shown
from tests.policies.stacks import resource

REASON = "A lost message does no harm here"
DEAD_LETTERS = sqs.queue_has_dead_letter_queue


def bare(reason, rule=DEAD_LETTERS.id):
    return resource(aws.sqs.Queue, "refresh", tags={f"{PREFIX}{rule}": reason})


GIVES_REASON = exemption_rule({DEAD_LETTERS.id})

ALLOWED = {
    GIVES_REASON: {
        "it is given": [bare(REASON)],
        "nothing is exempt": [resource(aws.sqs.Queue, "q")],
    }
}
REFUSED = {
    GIVES_REASON: {
        "it is not": [bare("")],
        "a word is no reason": [bare("legacy")],
        "there is no such rule": [bare(REASON, "sqs-queue-dead-leter-queue")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_an_exempt_resource_passes_and_is_listed():
    stack = [bare(REASON)]
    assert violations(stack) == []
    [listed] = exemptions(stack)
    assert (listed.rule, listed.resource, listed.reason) == (DEAD_LETTERS.id, stack[0], REASON)
    [report] = engine(RULES, stack)
    assert (report.policy, report.level) == ("policy-exemptions-listed", "advisory")
    assert report.text == (
        f"aws:sqs/queue:Queue refresh is exempt from sqs-queue-dead-letter-queue: {REASON}"
    )


def test_three_words_are_a_reason():
    tagged = resource(
        aws.sqs.Queue,
        "q",
        tags={"policy-exempt:sqs-queue-dead-letter-queue": "Losses are harmless"},
    )
    assert alone(DEAD_LETTERS, [tagged]) == []


@pytest.mark.parametrize("reason", ["", "legacy", "to do", UNKNOWN])
def test_an_exemption_without_a_reason_has_no_effect(reason):
    assert DEAD_LETTERS.id in {found.rule.id for found in violations([bare(reason)])}


def test_an_exemption_without_a_reason_is_refused_as_well_and_not_listed():
    reports = engine(RULES, [bare("legacy")])
    assert {report.policy for report in reports} == {DEAD_LETTERS.id, "policy-exemption-reason"}
    assert {report.level for report in reports} == {"mandatory"}


def test_an_exemption_is_from_one_rule_and_on_one_resource():
    other_rule = bare(REASON, rule="sqs-queue-max-receive-count")
    assert alone(DEAD_LETTERS, [other_rule]) != []
    assert len(alone(DEAD_LETTERS, [bare(REASON), resource(aws.sqs.Queue, "another")])) == 1


def test_what_cannot_have_tags_is_exempt_by_those_of_what_it_belongs_to():
    rule = sns.subscription_has_dead_letter_queue
    topic = resource(
        aws.sns.Topic, "t", tags={f"{PREFIX}{rule.id}": "Only dashboards subscribe to it"}
    )
    subscription = resource(
        aws.sns.TopicSubscription, "s", refers={"topic": [topic]}, protocol="http"
    )
    assert all_violations(rule, [topic, subscription]) == []
    assert passes(rule, [resource(aws.sns.Topic, "t"), subscription]) == []


def test_a_method_is_exempt_by_a_tag_of_its_api():
    rule = apigateway_requests.body_is_validated
    api = resource(aws.apigateway.RestApi, "a", tags={f"{PREFIX}{rule.id}": REASON})
    method = resource(aws.apigateway.Method, "m", {"restApi": [api]}, httpMethod="POST")
    assert all_violations(rule, [api, method]) == []
    assert passes(rule, [resource(aws.apigateway.RestApi, "a"), method]) == []


def test_a_rule_about_what_cannot_have_tags_judges_the_whole_stack():
    rule = eventbridge.target_has_dead_letter_queue
    tags = {f"{PREFIX}{rule.id}": "It only refreshes a cache"}
    event_rule = resource(aws.cloudwatch.EventRule, "r", tags=tags)
    target = resource(aws.cloudwatch.EventTarget, "t", refers={"rule": [event_rule]})
    assert all_violations(rule, [event_rule, target]) == []


def test_what_can_have_tags_is_exempt_by_its_own_only():
    tagged = resource(aws.cloudwatch.EventRule, "r", tags={f"{PREFIX}{DEAD_LETTERS.id}": REASON})
    queue = resource(aws.sqs.Queue, "q", refers={"policy": [tagged]})
    assert alone(DEAD_LETTERS, [tagged, queue]) != []


def test_an_exemption_of_a_bus_exempts_none_of_its_targets():
    rule = eventbridge.target_has_dead_letter_queue
    tags = {f"{PREFIX}{rule.id}": "Only dashboards subscribe to it"}
    bus = resource(aws.cloudwatch.EventBus, "bus", tags=tags)
    plain = resource(aws.cloudwatch.EventRule, "r")
    exempt = resource(aws.cloudwatch.EventRule, "r", tags=tags)
    target = resource(
        aws.cloudwatch.EventTarget, "t", refers={"eventBusName": [bus], "rule": [plain]}
    )
    assert passes(rule, [bus, plain, target]) == []
    assert all_violations(rule, [bus, exempt, target]) == []


def test_single_characters_are_no_words_of_a_reason():
    assert alone(DEAD_LETTERS, [bare("a b c")]) != []
