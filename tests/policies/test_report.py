"""The report of the policies on a stack, in each of its formats."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from pulumi_aws import dynamodb, sqs

from policies import RULES
from policies.framework.exemptions import PREFIX
from policies.framework.graph import Graph
from policies.framework.report import report
from policies.mappings import ELSEWHERE, names_of
from policies.report_formats import FORMATS, as_json, as_junit, as_sarif, as_text
from tests.policies.stacks import resource

DEAD_LETTERS = "sqs-queue-dead-letter-queue"
REASON = "losses are harmless - owner shop - until 2999-01-31"
STACK = [
    resource(sqs.Queue, "bare", None, "prod"),
    resource(sqs.Queue, "exempt", None, "prod", tags={f"{PREFIX}{DEAD_LETTERS}": REASON}),
    resource(dynamodb.Table, "kept", None, "prod", deletionProtectionEnabled=True),
]
JUDGED = report(RULES, Graph(STACK), "prod")
BY_ID = {each.rule.id: each for each in JUDGED}


def test_every_rule_has_an_outcome():
    assert [each.rule for each in JUDGED] == list(RULES)
    assert BY_ID[DEAD_LETTERS].outcome == "refused"
    assert BY_ID[DEAD_LETTERS].resources == 2
    assert BY_ID["dynamodb-table-deletion-protection"].outcome == "passed"
    assert BY_ID["sns-alarm-topic-key"].outcome == "none"


def test_a_rule_for_prod_alone_is_off_elsewhere_and_others_warn():
    table = resource(dynamodb.Table, "t")
    judged = {each.rule.id: each for each in report(RULES, Graph([table]), "dev")}
    assert judged["dynamodb-table-deletion-protection"].outcome == "off"
    assert judged["cloudwatch-log-group-retention"].level == "advisory"
    assert judged[DEAD_LETTERS].level == "mandatory"


def test_text_ends_with_the_counts_of_outcomes():
    lines = as_text("prod", JUDGED).splitlines()
    assert f"prod: {len(RULES)} rules: " in lines[-1]
    assert any(line.startswith(f"{DEAD_LETTERS}: bare") for line in lines)
    assert any("exempt is exempt from" in line and REASON in line for line in lines)


def test_json_has_each_rule_with_its_findings_and_exemptions():
    found = {each["id"]: each for each in json.loads(as_json("prod", JUDGED))["rules"]}
    assert set(found) == {rule.id for rule in RULES}
    rule = found[DEAD_LETTERS]
    assert [each["urn"] for each in rule["violations"]] == [STACK[0].urn]
    assert rule["exemptions"] == [
        {"urn": STACK[1].urn, "reason": REASON, "owner": "shop", "until": "2999-01-31"}
    ]
    assert rule["serverlessRules"] == ["ES6000"]
    assert rule["pillar"] == "reliability"


def test_sarif_has_rules_results_and_suppressions():
    [run] = json.loads(as_sarif("prod", JUDGED))["runs"]
    ids = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert ids == [rule.id for rule in RULES]
    own = [each for each in run["results"] if each["ruleId"] == DEAD_LETTERS]
    assert [each["level"] for each in own] == ["error", "error"]
    assert [bool(each.get("suppressions")) for each in own] == [False, True]
    locations = [each["locations"][0]["logicalLocations"][0] for each in own]
    assert [each["fullyQualifiedName"] for each in locations] == [STACK[0].urn, STACK[1].urn]


def test_junit_has_a_test_for_each_rule_and_fails_those_that_stop_the_deployment():
    suite = ElementTree.fromstring(as_junit("prod", JUDGED))
    cases = {case.get("name"): case for case in suite}
    assert len(cases) == len(RULES) == int(suite.get("tests"))
    failed = {name for name, case in cases.items() if case.find("failure") is not None}
    assert failed == {each.rule.id for each in JUDGED if each.outcome == "refused"}
    assert int(suite.get("failures")) == len(failed)
    assert cases["sns-alarm-topic-key"].find("skipped") is not None


@pytest.mark.parametrize("name", FORMATS)
def test_a_stack_without_anything_has_a_report(name):
    assert FORMATS[name]("dev", report(RULES, Graph([]), "dev"))


def test_names_elsewhere_are_of_rules_that_exist():
    known = {rule.id for rule in RULES}
    # Rules on lakes and streams are in their own change.
    missing = {rule for rule in ELSEWHERE if rule not in known}
    assert missing <= {
        "athena-workgroup-results-encrypted",
        "firehose-delivery-stream-encrypted",
        "kinesis-stream-encrypted",
        "s3-bucket-lifecycle",
        "s3-bucket-public-access-blocked",
        "s3-bucket-tls-only",
        "sns-topic-encrypted",
    }
    assert {names_of(rule.id).pillar for rule in RULES} == {
        "operational excellence",
        "security",
        "reliability",
        "performance efficiency",
        "cost optimization",
    }


# The rules of serverless-rules 0.3.6 (with cfn-lint's on runtimes), and of cdk-nag's serverless
# pack: https://github.com/awslabs/serverless-rules, https://github.com/cdklabs/cdk-nag
SERVERLESS_RULES = {
    *("WS1000", "ES1001", "WS1002", "WS1003", "WS1004", "ES1005", "ES1006", "ES1007", "E2531"),
    *("ES2000", "WS2001", "WS2002", "ES2003", "WS3000", "ES4000", "WS5000", "ES6000", "ES7000"),
}
CDK_NAG = {
    *("LambdaTracing", "LambdaStarPermissions", "CloudWatchLogGroupRetentionPeriod"),
    *("APIGWStructuredLogging", "APIGWXrayEnabled", "AppSyncTracing"),
    *("LambdaEventSourceMappingDestination", "LambdaDefaultMemorySize"),
    *("LambdaFunctionDefaultTimeout", "LambdaAsyncFailureDestination", "LambdaLatestVersion"),
    *("LambdaDLQ", "APIGWAccessLogging", "APIGWDefaultThrottling", "EventBusDLQ"),
    *("SNSRedrivePolicy", "SQSRedrivePolicy", "StepFunctionStateMachineXray"),
}


def test_every_rule_of_serverless_rules_and_of_cdk_nag_s_serverless_pack_has_one_here():
    names = [names_of(rule.id) for rule in RULES]
    assert {one for each in names for one in each.serverless_rules} == SERVERLESS_RULES
    assert {one for each in names for one in each.cdk_nag} >= CDK_NAG
