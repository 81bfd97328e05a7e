"""Each requirement has a rule or a reason; each id of other packs has a rule."""

from __future__ import annotations

import pytest

from microservice import card_check
from policies import RULES
from policies.mappings import ELSEWHERE, names_of
from tests.policies.requirements import REQUIREMENTS
from tests.service_check import design_cards, design_source

IDS = {rule.id for rule in RULES}
CHECKS = {
    each.__name__.rpartition(".")[2]: each for each in (card_check, design_cards, design_source)
}

# https://github.com/awslabs/serverless-rules
SERVERLESS_RULES = (
    *("WS1000", "ES1001", "WS1002", "WS1003", "WS1004", "ES1005", "ES1006", "ES1007"),
    *("ES2000", "WS2001", "WS2002", "ES2003", "WS3000", "ES4000", "WS5000", "ES6000", "ES7000"),
)
# Its serverless pack: https://github.com/cdklabs/cdk-nag/blob/main/RULES.md
CDK_NAG = (
    *("LambdaTracing", "LambdaStarPermissions", "CloudWatchLogGroupRetentionPeriod"),
    *("APIGWStructuredLogging", "APIGWXrayEnabled", "AppSyncTracing", "LambdaDefaultMemorySize"),
    *("LambdaEventSourceMappingDestination", "LambdaFunctionDefaultTimeout", "LambdaDLQ"),
    *("LambdaAsyncFailureDestination", "LambdaLatestVersion", "APIGWAccessLogging"),
    *("APIGWDefaultThrottling", "EventBusDLQ", "SNSRedrivePolicy", "SQSRedrivePolicy"),
    "StepFunctionStateMachineXray",
)


def test_there_are_seventy_eight_in_their_order():
    assert [each.number for each in REQUIREMENTS] == [f"POL-{n:02}" for n in range(78)]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda each: each.number)
def test_a_requirement_has_rules_that_exist_or_a_reason(requirement):
    assert bool(requirement.rules) is not bool(requirement.reason)
    for name in requirement.rules:
        module, dot, check = name.partition(".")
        assert callable(getattr(CHECKS[module], check)) if dot else name in IDS, name


def test_few_have_a_reason_in_place_of_a_rule():
    assert [each.number for each in REQUIREMENTS if each.reason] == ["POL-00", "POL-77"]


@pytest.mark.parametrize("rule", SERVERLESS_RULES)
def test_each_of_serverless_rules_has_one_here(rule):
    assert rule in {each for id_ in IDS for each in names_of(id_).serverless_rules}


@pytest.mark.parametrize("rule", CDK_NAG)
def test_each_of_the_serverless_pack_of_cdk_nag_has_one_here(rule):
    assert rule in {each for id_ in IDS for each in names_of(id_).cdk_nag}


def test_there_are_so_many_of_them():
    assert (len(set(SERVERLESS_RULES)), len(set(CDK_NAG))) == (17, 18)


def test_what_has_names_elsewhere_is_a_rule():
    assert set(ELSEWHERE) <= IDS
