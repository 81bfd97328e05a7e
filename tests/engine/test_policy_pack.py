"""The pack under another name, in another folder, for other programs and for exported states."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

import policies
from local.toolchain.setup import set_up
from settings import ROOT
from tests.engine import memory_provider
from tests.engine.findings import findings
from tests.engine.small_program import SmallProgram

PROJECT = """
name: ten-lines
runtime: python
plugins:
  providers: [{name: aws, path: ./aws}]
"""
PROVIDER = {
    "aws/PulumiPlugin.yaml": "runtime: python\n",
    "aws/__main__.py": Path(memory_provider.__file__).read_text("utf-8"),
}
PLAIN = """
import pulumi
import pulumi_aws as aws

class Worker(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Worker", name)
        child = pulumi.ResourceOptions(parent=self)
        aws.sqs.Queue(f"{name}-queue", opts=child)
        api = aws.appsync.GraphQLApi(
            f"{name}-api",
            authentication_type="AWS_IAM",
            introspection_config="DISABLED",
            query_depth_limit=5,
            resolver_count_limit=50,
            log_config={
                "cloudwatch_logs_role_arn": "arn:aws:iam::123456789012:role/logs",
                "field_log_level": "ERROR",
                "exclude_verbose_content": True,
            },
            opts=child,
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-slow",
            namespace="AWS/AppSync",
            metric_name="Latency",
            dimensions={"GraphQLAPIId": api.id},
            extended_statistic="p99",
            comparison_operator="GreaterThanThreshold",
            threshold=1000,
            evaluation_periods=1,
            period=60,
            alarm_actions=["arn:aws:sns:eu-west-1:123456789012:alarms"],
            opts=child,
        )

Worker("billing")
"""
# The components are imported from this repository; the pack is not.
COMPONENT = f"""
import sys
sys.path.append({str(ROOT)!r})
from components.defaults import Defaults
from components.messaging.queue import Queue, QueueArgs

Queue("jobs", QueueArgs(defaults=DEFAULTS))
"""
UNSUBSCRIBED = COMPONENT.replace("DEFAULTS", "Defaults()")
SUBSCRIBED = COMPONENT.replace(
    "DEFAULTS", 'Defaults(alarm_topic="arn:aws:sns:eu-west-1:123456789012:alarms")'
)

FUNCTION = f"""
import sys
sys.path.append({str(ROOT)!r})
import pulumi
from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults

TRANSFORM

code = pulumi.AssetArchive({{"app.py": pulumi.StringAsset("handle = None")}})
tags = {{"team": "storefront"}}
for name in ("orders-list-orders", "orders-get-order"):
    defaults = Defaults(tags=tags, alarm_topic="arn:aws:sns:eu-west-1:123456789012:alarms")
    Function(name, FunctionArgs(handler="app.handle", code=code, timeout=3, defaults=defaults))
"""

QUEUE = ("sqs-queue-dead-letter-queue", "aws:sqs:Queue: billing-queue")
API = ("appsync-graphql-api-tracing-enabled", "aws:appsync:GraphQLApi: billing-api")
OPEN = ("appsync-graphql-api-web-acl", "aws:appsync:GraphQLApi: billing-api")
STACK = "pulumi:pulumi:Stack: ten-lines-test"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack under another name."""
    copy = tmp_path / "elsewhere" / "mypack"
    shutil.copytree(Path(policies.__file__).parent, copy)
    return copy


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes the project of a program, in a folder and an environment that know no other code."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(tmp_path)

    def made(program: str, stack: str = "test") -> SmallProgram:
        files = {"Pulumi.yaml": PROJECT, "__main__.py": program, **PROVIDER}
        return SmallProgram(tmp_path / "program", files, stack)

    set_up(os.environ)
    return made


def test_a_copy_under_another_name_judges_a_program_in_another_folder(make, pack: Path) -> None:
    rules = pack / "rules" / "sqs.py"
    rules.write_text(rules.read_text("utf-8").replace("Give the queue a", "Give it a"), "utf-8")
    done = make(PLAIN).preview("--policy-pack", str(pack))
    assert done.returncode != 0
    assert findings(done.stdout) == {QUEUE: "mandatory", API: "mandatory", OPEN: "advisory"}
    assert "billing > queue: no dead-letter queue." in done.stdout
    assert "billing > api: tracing is not enabled." in done.stdout
    assert "Remedy: Give it a redrive policy" in done.stdout


def test_stage_defaults_without_a_topic_break_one_rule_only(make, pack: Path) -> None:
    done = make(UNSUBSCRIBED).preview("--policy-pack", str(pack))
    assert done.returncode == 0, done.stdout
    rule = "cloudwatch-alarm-action-outside-prod"
    assert findings(done.stdout) == {(rule, STACK): "advisory"}
    assert done.stdout.count("Defaults(alarm_topic=topic.arn)") == 1


def test_stage_defaults_without_a_topic_are_refused_in_prod(make, pack: Path) -> None:
    done = make(UNSUBSCRIBED, stack="prod").preview("--policy-pack", str(pack))
    assert done.returncode != 0
    stack = "pulumi:pulumi:Stack: ten-lines-prod"
    assert findings(done.stdout) == {("cloudwatch-alarm-action", stack): "mandatory"}


def test_an_exported_state_is_judged_like_the_update_that_made_it(make, pack: Path) -> None:
    program = make(PLAIN)
    # A mandatory violation would end the update before all of the state is there.
    program.write("advisory.json", json.dumps({"all": "advisory"}))
    config = ("--policy-pack-config", "advisory.json")
    made = program.up("--policy-pack", str(pack), *config)
    assert made.returncode == 0, made.stdout
    program.pulumi("stack", "export", "--stack", "test", "--file", "state.json")
    done = program.pulumi("policy", "analyze", "--file", "state.json", "--policy-pack", str(pack))
    assert done.returncode != 0
    assert findings(done.stdout) == {QUEUE: "mandatory", API: "mandatory", OPEN: "advisory"}
    assert set(findings(made.stdout)) == set(findings(done.stdout))
    assert "billing > queue: no dead-letter queue." in done.stdout


def test_an_exported_state_without_violations_passes(make, pack: Path) -> None:
    program = make(SUBSCRIBED)
    made = program.up("--policy-pack", str(pack))
    assert made.returncode == 0, made.stdout
    program.pulumi("stack", "export", "--stack", "test", "--file", "state.json")
    done = program.pulumi("policy", "analyze", "--file", "state.json", "--policy-pack", str(pack))
    assert done.returncode == 0, done.stdout
    assert findings(made.stdout) == findings(done.stdout) == {}
    assert "✅ aws-serverless" in done.stdout


def test_the_transform_of_the_page_exempts_one_function(make, pack: Path) -> None:
    page = (ROOT / "docs" / "policies.md").read_text("utf-8")
    [transform] = re.findall(r"```python\n(EXEMPT.*?)```", page, re.DOTALL)
    register = "pulumi.runtime.register_resource_transform(untraced)"
    assert f"`{register}`" in page
    program = make(FUNCTION.replace("TRANSFORM", transform + register))
    done = program.preview("--policy-pack", str(pack))
    assert done.returncode == 0, done.stdout
    function = "aws:lambda:Function: orders-list-orders-function"
    assert findings(done.stdout) == {
        ("policy-exemptions-listed", function): "advisory",
        ("lambda-function-dashboard", STACK): "advisory",
    }
    said = "is exempt from lambda-function-tracing-active: the tracer loops here until March"
    assert said in done.stdout

    untagged = transform.replace(", **EXEMPT", "")
    program.write("__main__.py", FUNCTION.replace("TRANSFORM", untagged + register))
    done = program.preview("--policy-pack", str(pack))
    assert findings(done.stdout)["lambda-function-tracing-active", function] == "mandatory"
