from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from string import Template

import pulumi_aws as aws
import pytest
from pulumi_awsx.ecs import FargateService

from local.examples import Example
from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from settings import ROOT
from tests.docs.pages import prose, text
from tests.examples.programs import NAMES, recorded
from tests.keyed import missing
from tests.source import code_lines, imports

LONGEST = 40
SDK = {"boto3", "botocore", "urllib3"}
# What a layer of the example has.
LAYERED = {"aws_durable_execution_sdk_python", "imageio_ffmpeg", "psycopg", "redis"}
PROSE_LINES = 10

# What a stage has and an example does not: whom to notify, what to look at, the origins of its
# sites, a web ACL, which costs by the month, what reads a queue that a caller looks into, and why a
# cache outside prod is paid for.
OF_A_STAGE = {
    "apigateway-api-web-acl",
    "apigateway-cors-origins-listed",
    "apigateway-stage-cache-always-on-reason",
    "appsync-graphql-api-web-acl",
    "cloudfront-distribution-web-acl",
    "cloudwatch-alarm-action",
    "lambda-function-dashboard",
    "sqs-queue-consumer",
}

# What an example shows beside the way that is advised.
BESIDE = {("order-publisher", "sns-subscription-queue")}


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


def modules(name: str) -> list[str]:
    """The program of an example and its handlers."""
    folder = ROOT / "examples" / name
    paths = [folder / "__main__.py", *sorted((folder / "app").rglob("*.py"))]
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_there_are_at_least_twelve():
    assert len(NAMES) >= 12


def test_the_pack_has_nothing_against_an_example_that_a_stage_would_not_mend(name):
    stack = [registered(resource) for resource in recorded(name).resources]
    violations = judge(RULES, Graph(stack))
    found = [v for v in violations if v.rule.id not in OF_A_STAGE]
    assert [str(v) for v in found if (name, v.rule.id) not in BESIDE] == []


def test_an_example_that_names_a_topic_and_a_dashboard_breaks_no_rule():
    stack = [registered(resource) for resource in recorded("alarms-and-dashboard").resources]
    assert [str(violation) for violation in judge(RULES, Graph(stack))] == []


def test_who_uses_a_resource_with_a_key_may_use_the_key(name):
    assert missing(recorded(name)) == []


def test_an_example_is_short(name):
    program, *handlers = modules(name)
    assert code_lines(program) <= LONGEST
    runs = [*recorded(name).all(aws.lambda_.Function), *recorded(name).all(FargateService)]
    assert bool(handlers) == bool(runs)
    assert sum(map(code_lines, handlers)) <= LONGEST


def test_a_program_imports_the_catalogue_and_a_handler_only_the_sdk(name):
    program, *handlers = modules(name)
    roots = {each.split(".")[0] for each in imports(program)}
    assert roots <= {"components", "pathlib", "pulumi", "pulumi_aws"}
    beside = {Path(handler).stem for handler in handlers}
    for handler in handlers:
        assert {each.split(".")[0] for each in imports(handler)} <= {
            *SDK,
            *LAYERED,
            *sys.stdlib_module_names,
            *beside,
        }


def test_an_example_uses_nothing_private(name):
    tree = ast.parse((ROOT / modules(name)[0]).read_text("utf-8"))
    names = [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names]
    assert [each for each in names if each.startswith("_")] == []


def test_the_readme_is_short_and_says_how_to_deploy_the_example(name):
    page = ROOT / "examples" / name / "README.md"
    lines = [line for line in prose(page).splitlines() if line and not line.startswith("#")]
    assert 3 <= len(lines) <= PROSE_LINES
    assert max(map(len, lines)) <= 200
    assert f"`platform example {name}`" in text(page)


def test_what_to_try_names_outputs_of_the_program(name):
    block = "\n".join(Example(name).commands({}))
    named = set(Template(block).get_identifiers())
    assert recorded(name).result
    assert named <= set(recorded(name).result)
    assert {line.split()[0] for line in block.splitlines()} <= {"aws", "curl"}


def test_what_to_try_names_files_of_the_repository(name):
    block = "\n".join(Example(name).commands({}))
    files = re.findall(r"(?<= )[\w./-]+/app/[\w.-]+", block)
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert " app/" not in block


def test_the_project_has_the_name_of_its_folder(name):
    project = (ROOT / "examples" / name / "Pulumi.yaml").read_text("utf-8")
    assert re.fullmatch(rf"name: {name}\nruntime: python\ndescription: \S[^\n]+\n", project)
