"""Configuration of the pack: what is refused, what loosens, production's names, exemptions."""

from __future__ import annotations

import datetime

import pytest
from pulumi_aws import dynamodb, sqs
from pulumi_policy import EnforcementLevel

from policies import RULES, violations
from policies.framework import configuration, exemptions, pack_settings
from policies.framework.engine_policies import policies
from policies.framework.pack_settings import Listed, PackSettings
from tests.policies.asking import engine
from tests.policies.stacks import resource

POLICIES = policies(RULES)
QUEUE, RATE = "sqs-queue-dead-letter-queue", "lambda-function-error-rate-alarm"
MANDATORY, ADVISORY = EnforcementLevel.MANDATORY, EnforcementLevel.ADVISORY
DISABLED = EnforcementLevel.DISABLED
WHY = {"reason": "it is tried until May"}
EXEMPT = {
    "rule": QUEUE,
    "resource": "jobs",
    "reason": "losses are harmless",
    "owner": "shop",
    "until": "2999-01-31",
}


@pytest.fixture(autouse=True)
def settings():
    """The pack's own settings again after each test."""
    yield
    pack_settings.use(PackSettings())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({QUEUE: (ADVISORY, {})}, f"{QUEUE} is advisory in place of mandatory: say why"),
        ({QUEUE: (DISABLED, {"reason": "no"})}, f"{QUEUE} is disabled in place of mandatory"),
        ({RATE: (MANDATORY, {"maximum_percent": 2.0})}, "maximum_percent 2 in place of 1: say why"),
        (
            {"sqs-queue-visibility-timeout": (MANDATORY, {"minimum_timeouts": 1.0})},
            "minimum_timeouts 1 in place of 5",
        ),
    ],
)
def test_what_accepts_more_needs_a_reason_and_is_listed(given, said):
    with pytest.raises(ValueError, match=said):
        configuration.read(POLICIES, given)
    [(name, (level, limits))] = given.items()
    found = configuration.read(POLICIES, {name: (level, {**limits, **WHY})})
    assert [text.endswith(WHY["reason"]) for text in found.loosened] == [True]
    pack_settings.use(found)
    [report] = engine(RULES, [])
    assert (report.policy, report.text) == ("policy-exemptions-listed", found.loosened[0])


@pytest.mark.parametrize(
    "given",
    [
        {RATE: (MANDATORY, {"maximum_percent": 0.5})},
        {QUEUE: (MANDATORY, {})},
        {"apigateway-api-web-acl": (MANDATORY, {})},
        {each.name: (ADVISORY, {}) for each in POLICIES},
    ],
    ids=["a stricter limit", "as it is", "a stricter level", "all are tried"],
)
def test_what_is_stricter_or_for_all_needs_none(given):
    assert configuration.read(POLICIES, given).production == ("prod",)


def of_pack(**given):
    return {pack_settings.NAME: (ADVISORY, given)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"prodution": ["live"]}, "policy-pack-settings has no limit prodution"),
        ({"production": []}, "must be a list of stages"),
        (
            {"exemptions": [{**EXEMPT, "rule": "sqs-queue-dead"}]},
            "sqs-queue-dead, which is no rule",
        ),
        ({"exemptions": [{**EXEMPT, "until": "May"}]}, "must be a day, as 2027-03-31; given May"),
        ({"exemptions": [{**EXEMPT, "owner": " "}]}, "an exemption has rule, resource, reason"),
        ({"exemptions": [{**EXEMPT, "untill": "x"}]}, "an exemption has rule, resource, reason"),
    ],
)
def test_settings_of_the_pack_are_refused_where_they_are_wrong(given, said):
    with pytest.raises(ValueError, match=said):
        configuration.read(POLICIES, of_pack(**given))


def test_the_stages_of_production_are_those_of_the_settings():
    table = resource(dynamodb.Table, "t", None, "live-orders")
    rule = "dynamodb-table-deletion-protection"
    assert rule not in {each.rule.id for each in violations([table])}
    pack_settings.use(configuration.read(POLICIES, of_pack(production=["live"])))
    assert rule in {each.rule.id for each in violations([table]) if each.binding}


def test_an_exemption_by_configuration_is_in_effect_until_its_day_and_listed(monkeypatch):
    pack_settings.use(configuration.read(POLICIES, of_pack(exemptions=[EXEMPT])))
    assert pack_settings.current().exemptions == (Listed(**EXEMPT),)
    queues = [resource(sqs.Queue, "jobs"), resource(sqs.Queue, "others")]
    found = [each.resource.name for each in violations(queues) if each.rule.id == QUEUE]
    assert found == ["others"]
    listed = [each.text for each in engine(RULES, queues[:1]) if each.urn is None]
    assert listed == [
        "jobs is exempt from sqs-queue-dead-letter-queue until 2999-01-31: losses are harmless "
        "(owner shop)"
    ]
    monkeypatch.setattr(exemptions, "today", lambda: datetime.date(2999, 2, 1))
    found = [each.resource.name for each in violations(queues) if each.rule.id == QUEUE]
    assert found == ["jobs", "others"]


@pytest.mark.parametrize(
    ("text", "owner", "until", "effect"),
    [
        ("losses are harmless until 2999-01-31", "", "2999-01-31", True),
        (
            "losses are harmless - owner shop/jobs - until 2999-01-31",
            "shop/jobs",
            "2999-01-31",
            True,
        ),
        ("losses are harmless until 2020-01-31", "", "2020-01-31", False),
        ("losses are harmless until 2999-02-31", "", "2999-02-31", False),
        ("losses are harmless until March", "", "", True),
        ("owner shop until 2999-01-31", "shop", "2999-01-31", False),
    ],
)
def test_a_tag_names_an_owner_and_a_last_day(text, owner, until, effect):
    queue = resource(sqs.Queue, "q", tags={f"policy-exempt:{QUEUE}": text})
    [found] = exemptions.exemptions([queue])
    assert (found.owner, found.until, found.has_effect) == (owner, until, effect)
    reported = {each.rule.id for each in violations([queue])}
    assert (QUEUE in reported) is not effect
    assert ("policy-exemption-reason" in reported) is not effect
