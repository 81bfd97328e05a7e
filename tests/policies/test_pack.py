"""The pack as a whole: complete, unambiguous, explicit, quick to import, and served once."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pulumi
import pytest
import yaml
from pulumi_aws import sqs
from pulumi_policy import EnforcementLevel, PolicyResource

import policies
from policies import RULES
from policies.framework import aws, pack_settings
from policies.framework.engine_policies import LISTING, OfTypes
from policies.framework.engine_policies import policies as served
from policies.framework.engine_resources import Stacks
from policies.framework.graph import token
from policies.framework.level import Level
from policies.framework.resource import registered
from policies.framework.rule import Rule
from tests.cloud import deploy
from tests.policies import fixtures
from tests.policies.asking import alone, engine
from tests.policies.fixtures import FILES, SHOWN

PACK = Path(policies.__file__).parent
BY_ID = {rule.id: rule for rule in RULES}


def cases(kind):
    """The stacks of every rule by its id."""
    return {rule: list(stacks.values()) for rule, stacks in fixtures.cases(kind).items()}


@pytest.mark.parametrize("kind", ["ALLOWED", "REFUSED"])
def test_every_rule_is_shown_allowed_and_refused(kind):
    shown = cases(kind)
    assert sorted(shown) == sorted(BY_ID)
    assert all(shown.values())


def test_every_rule_of_a_file_is_in_the_pack_and_shown_in_the_test_of_that_file():
    written = set()
    for file in set(FILES) - {"exemptions"}:
        module = import_module(f"policies.rules.{file}")
        rules = {each.id for each in vars(module).values() if isinstance(each, Rule)}
        assert rules == {rule.id for rule in module.RULES}
        assert rules == {rule.id for rule in SHOWN[file].ALLOWED}
        written |= rules
    assert written == set(BY_ID) - {"policy-exemption-reason"}


def test_an_id_begins_with_the_service_of_its_file():
    for file in set(FILES) - {"exemptions"}:
        service = file.rstrip("_").partition("_")[0]
        for rule in import_module(f"policies.rules.{file}").RULES:
            assert rule.id.startswith(f"{service}-"), rule.id


def test_names_of_policies_are_unique():
    names = [policy.name for policy in served(RULES)]
    assert len(names) == len(set(names))


def test_every_rule_gives_what_a_message_is_made_of_and_its_id_fits_into_a_tag():
    for rule in RULES:
        assert rule.title[0].isupper(), rule.id
        assert not rule.title.endswith("."), rule.id
        assert rule.reason.endswith("."), rule.id
        assert len(rule.remedy.split()) > 3, rule.id
        assert not rule.remedy.endswith("."), rule.id
        assert len(f"policy-exempt:{rule.id}") <= 128, rule.id


def test_every_rule_about_aws_names_a_page_of_its_documentation():
    for rule in set(RULES) - {BY_ID["policy-exemption-reason"]}:
        assert rule.documentation.startswith("https://docs.aws.amazon.com/"), rule.id
        assert rule.documentation.endswith(".html"), rule.id


def test_every_policy_carries_what_its_rule_says():
    outside = "-outside-prod"
    for policy in served(RULES):
        assert isinstance(policy.enforcement_level, EnforcementLevel)
        if policy.name in (LISTING, pack_settings.NAME):
            continue
        rule = BY_ID[policy.name.removesuffix(outside)]
        if policy.name.endswith(outside):
            assert rule.level is Level.MANDATORY_IN_PROD
            assert policy.enforcement_level is EnforcementLevel.ADVISORY
        else:
            assert policy.enforcement_level.value == rule.level.value.partition(" ")[0]
        assert policy.description == f"{rule.title}. {rule.reason}"
        assert policy.severity is rule.severity
        assert policy.remediation_steps == rule.remedy
        assert (policy.url or "") == rule.documentation


def test_what_can_be_configured_has_a_schema():
    schemas = {
        policy.name: {key: each for key, each in limits.items() if key != "reason"}
        for policy in served(RULES)
        if policy.config_schema and policy.name != pack_settings.NAME
        if (limits := policy.config_schema.properties)
    }
    count, share = {"type": "integer", "minimum": 0}, {"type": "number", "minimum": 0}
    receives = {"minimum": {**count, "default": 3}, "maximum": {**count, "default": 5}}
    assert {
        "sqs-queue-max-receive-count": receives,
        "sqs-queue-max-receive-count-outside-prod": receives,
        "lambda-function-error-rate-alarm": {"maximum_percent": {**share, "default": 1.0}},
        "stepfunctions-state-machine-failure-alarm": {"maximum_percent": {**share, "default": 5.0}},
    }.items() <= schemas.items()
    rules = {name.removesuffix("-outside-prod") for name, limits in schemas.items() if limits}
    assert rules == {rule.id for rule in RULES if rule.limits}


def test_every_violation_names_the_rule_the_resource_and_the_remedy():
    for rule, stacks in cases("REFUSED").items():
        for stack in stacks:
            for text in alone(BY_ID[rule], stack):
                assert text.startswith(f"{rule}: "), text
                assert any(f"{each.type} {each.name})" in text for each in stack), text
                assert text.endswith(f"{BY_ID[rule].remedy}."), text


def test_the_engine_prints_each_part_of_a_violation_once():
    described = {policy.name: policy.description for policy in served(RULES)}
    for rule, stacks in cases("REFUSED").items():
        for report in engine([BY_ID[rule]], stacks[0]):
            # The engine prints the description and then the text of a report.
            printed = f"{described[report.policy]}\n{report.text}"
            for part in (BY_ID[rule].title, BY_ID[rule].reason, BY_ID[rule].remedy):
                assert printed.count(part) == 1, printed
            assert printed.count(rule) == printed.count(f"docs/policies.md#{rule}") == 1


def test_a_report_is_about_a_resource_or_the_whole_stack():
    for rule, stacks in cases("REFUSED").items():
        urns = {each.urn for each in stacks[0]}
        for report in engine([BY_ID[rule]], stacks[0]):
            assert report.urn in ({None} if BY_ID[rule].once_per_stack else urns)


def test_importing_the_rules_starts_no_server_and_loads_no_resource_class():
    program = (
        "import sys, policies, policies.framework.engine_policies;"
        "assert policies.RULES; import threading; print(threading.active_count());"
        "print([name for name in sys.modules if name.startswith('pulumi_aws')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PACK.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["1", "[]"]


@pytest.mark.parametrize("file", sorted(PACK.rglob("*.py")), ids=lambda f: str(f.relative_to(PACK)))
def test_a_resource_type_has_the_token_of_its_class(file):
    tree = ast.parse(file.read_text("utf-8"))
    modules = {
        each.asname or each.name: each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "policies.framework.aws"
        for each in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in modules:
            module = modules[node.value.id]
            known = getattr(import_module(f"pulumi_aws.{module}"), node.attr)
            assert token(getattr(getattr(aws, module), node.attr)) == known.pulumi_type


def test_a_rule_is_taggable_where_the_classes_that_it_is_about_take_tags():
    for rule in RULES:
        tagged = [hasattr(class_of(kind.pulumi_type), "tags") for kind in rule.about]
        assert rule.taggable is all(tagged), rule.id


def class_of(token):
    """The class of pulumi-aws with a type token."""
    module = token.split(":")[1].partition("/")[0]
    name = "lambda_" if module == "lambda" else module
    return getattr(import_module(f"pulumi_aws.{name}"), token.rpartition(":")[2])


def test_what_is_judged_alone_is_refused_before_it_is_created():
    alone = {policy.name for policy in served(RULES) if isinstance(policy, OfTypes)}
    assert len(alone) > 60
    assert {"kinesis-stream-encrypted", "policy-exemption-reason"} <= alone


def test_only_the_server_that_the_entry_file_starts_builds_the_pack():
    callers = {
        name: [
            file.name
            for file in PACK.rglob("*.py")
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
        ]
        for name in ("PolicyPack", "serve")
    }
    assert callers == {"PolicyPack": ["server.py"], "serve": ["__main__.py"]}


def test_the_pack_runs_in_the_environment_of_the_program():
    runtime = yaml.safe_load((PACK / "PulumiPolicy.yaml").read_text("utf-8"))["runtime"]
    program = yaml.safe_load((PACK.parent / "Pulumi.yaml").read_text("utf-8"))["runtime"]
    assert runtime["name"] == program["name"] == "python"
    here = (PACK / runtime["options"]["virtualenv"]).resolve()
    assert here == (PACK.parent / program["options"]["virtualenv"]).resolve()


def test_a_program_that_ran_in_memory_is_judged_by_its_registrations():
    def program():
        failed = sqs.Queue("failed")
        redrive = {"deadLetterTargetArn": failed.arn, "maxReceiveCount": 3}
        sqs.Queue("work", redrive_policy=pulumi.Output.json_dumps(redrive))
        sqs.Queue("bare")

    found = policies.violations(map(registered, deploy(program, stack="prod").resources))
    assert sorted((each.rule.id, each.resource.name, each.resource.stack) for each in found) == [
        ("sqs-dead-letter-queue-alarm", "failed", "prod"),
        ("sqs-queue-dead-letter-queue", "bare", "prod"),
    ]


def test_the_graph_is_built_once_a_run():
    built = []

    class Counted(list[PolicyResource]):
        def __iter__(self):
            built.append(1)
            return super().__iter__()

    stacks, resources = Stacks(), Counted()
    first = stacks.graph(resources, "one")
    assert stacks.graph(resources, "two") is first
    assert len(built) == 1
    second = stacks.graph(resources, "one")
    assert second is not first
    assert stacks.graph(resources, "two") is second
    assert len(built) == 2
