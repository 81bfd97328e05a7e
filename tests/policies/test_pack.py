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
from policies.engine import policies as served
from policies.rule import Rule
from policies.run import Stacks
from policies.seen import registered
from tests.cloud import deploy
from tests.policies.asking import alone, engine

PACK = Path(policies.__file__).parent
AREAS = ("alarms", "backlogs", "dead_letters", "queues", "rates", "tracing")
SHOWN = [import_module(f"tests.policies.test_{area}") for area in (*AREAS, "exemptions")]


def cases(name):
    """The fixtures of every area by rule name."""
    return {
        rule.name: list(stacks.values())
        for area in SHOWN
        for rule, stacks in getattr(area, name).items()
    }


@pytest.mark.parametrize("kind", ["ALLOWED", "REFUSED"])
def test_every_rule_is_shown_allowed_and_refused(kind):
    shown = cases(kind)
    assert sorted(shown) == sorted(rule.name for rule in RULES)
    assert all(shown.values())


def test_every_rule_of_an_area_is_in_the_pack():
    written = {
        each.name
        for area in AREAS
        for each in vars(import_module(f"policies.{area}")).values()
        if isinstance(each, Rule)
    }
    assert written == {rule.name for rule in RULES} - {"an_exemption_says_why"}


def test_names_are_unique_and_say_something():
    names = [policy.name for policy in served(RULES)]
    assert len(names) == len(set(names))
    assert all(name.count("_") >= 2 for name in names)


def test_every_rule_gives_a_reason_and_a_remedy_and_its_name_fits_into_a_tag():
    for rule in RULES:
        assert rule.reason.endswith("."), rule.name
        assert len(rule.remedy.split()) > 3, rule.name
        assert len(f"policy-exempt:{rule.name}") <= 128, rule.name


def test_every_policy_has_its_level_and_the_reason_and_the_remedy_of_its_rule():
    by_name = {rule.name: rule for rule in RULES}
    for policy in served(RULES):
        assert isinstance(policy.enforcement_level, EnforcementLevel)
        if rule := by_name.get(policy.name):
            assert policy.enforcement_level.value == rule.level.value
            assert policy.description == rule.reason
            assert policy.remediation_steps == rule.remedy


def test_what_can_be_configured_has_a_schema():
    schemas = {p.name: p.config_schema.properties for p in served(RULES) if p.config_schema}
    assert schemas == {
        "a_message_gets_a_few_tries": {
            "fewest": {"type": "integer", "minimum": 0, "default": 3},
            "most": {"type": "integer", "minimum": 0, "default": 5},
        },
        "a_function_that_fails_rings": {
            "most_percent": {"type": "number", "minimum": 0, "default": 1.0}
        },
        "a_workflow_that_fails_rings": {
            "most_percent": {"type": "number", "minimum": 0, "default": 5.0}
        },
    }


def test_every_refusal_names_the_rule_the_resource_and_the_remedy():
    by_name = {rule.name: rule for rule in RULES}
    for name, stacks in cases("REFUSED").items():
        for stack in stacks:
            for text in alone(by_name[name], stack):
                assert text.startswith(f"{name}: aws:"), text
                assert any(f" {resource.name} " in text for resource in stack), text
                assert text.endswith(by_name[name].remedy), text


def test_the_engine_hears_of_the_resource_it_is_about():
    by_name = {rule.name: rule for rule in RULES}
    for name, stacks in cases("REFUSED").items():
        for report in engine([by_name[name]], stacks[0]):
            assert report.urn in {resource.urn for resource in stacks[0]}


def test_importing_the_rules_starts_no_server():
    program = (
        "import sys, policies, policies.engine;"
        "assert policies.RULES; import threading; print(threading.active_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PACK.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"


def test_only_the_entry_file_builds_the_pack():
    builders = [
        file.name
        for file in PACK.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PolicyPack"
    ]
    assert builders == ["__main__.py"]


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
    assert sorted((each.rule, each.resource.name, each.resource.stack) for each in found) == [
        ("a_queue_keeps_what_fails", "bare", "prod"),
        ("dead_letters_ring", "failed", "prod"),
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
