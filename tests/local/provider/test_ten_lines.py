"""Programs of ten lines in a folder outside the repository: previewed and deployed, both judged by
a copy of the policy pack under another name.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

import policies
from local.examples import stack_settings
from local.toolchain.setup import set_up
from settings import ROOT
from tests.engine.findings import findings
from tests.engine.small_program import SmallProgram

REGION = "us-east-1"
ADVISORY = {
    "apigateway-api-web-acl",
    "apigateway-cors-origins-listed-outside-prod",
    "cloudwatch-alarm-action-outside-prod",
    "lambda-function-dashboard",
    "sqs-queue-consumer-outside-prod",
}
# Ten lines of program beside the imports and the blank ones.
LONGEST = 12

HANDLER = """\
import os, boto3

def handle(event, context):
    if "JOBS" in os.environ:
        boto3.client("sqs").send_message(QueueUrl=os.environ["JOBS"], MessageBody="a job")
    return {"statusCode": 200, "body": "done"}
"""

QUEUE_AND_FUNCTION = """\
import pulumi
from components.compute.function import Function, FunctionArgs
from components.messaging.queue import Queue

def changed(args):
    if args.name == "jobs-dead-letters":
        props = {**args.props, "messageRetentionSeconds": 604800}
        return pulumi.ResourceTransformResult(props, args.opts)

jobs = Queue("jobs", opts=pulumi.ResourceOptions(transforms=[changed]))
uses = (jobs.send("JOBS"),)
args = FunctionArgs(handler="app.handle", code="code", preset="api", uses=uses)
submit = Function("submit", args)
pulumi.export("function", submit.name)
pulumi.export("queue", jobs.url)
pulumi.export("failed", jobs.dead_letter_queue.url)
"""
REST_API = """\
import pulumi
from components.api.account_logs import account_logs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs

get = Function("get", FunctionArgs(handler="app.handle", code="code", preset="api"))
routes = (Route.get("/things", get, public=True),)
api = RestApi("things", RestApiArgs(routes=routes, after=(account_logs("logs"),)))
pulumi.export("url", api.url)
"""
WORKFLOW = """\
import pulumi
from components.compute.function import Function, FunctionArgs
from components.workflow.definition import Definition
from components.workflow.integrations import invoke
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs

work = Function("work", FunctionArgs(handler="app.handle", code="code", preset="simple"))
task = Task("Work", does=invoke(work), timeout=60)
pulumi.export("workflow", Workflow("work", WorkflowArgs(definition=Definition((task,)))).arn)
"""


class Deployed:
    """What a program exported, and clients for the emulator that it is on."""

    def __init__(self, outputs: dict[str, str], endpoint: str) -> None:
        self.outputs, self._endpoint = outputs, endpoint

    def client(self, service: str) -> Any:
        session = boto3.Session("test", "test", region_name=REGION)
        return session.client(service, endpoint_url=self._endpoint)


@pytest.fixture
def deploy(emulator_endpoint: str, tmp_path: Path) -> Iterator[Callable[[str], Deployed]]:
    """Previews and deploys a program with the copied pack; the program is destroyed at the end."""
    set_up(os.environ)
    pack = tmp_path / "elsewhere" / "mypack"
    shutil.copytree(Path(policies.__file__).parent, pack)
    programs: list[SmallProgram] = []

    def deployed(source: str) -> Deployed:
        lines = [each for each in source.splitlines() if each and "import" not in each]
        assert len(lines) <= LONGEST
        project = "name: ten-lines\nruntime: python\n"
        files = {"Pulumi.yaml": project, "__main__.py": source, "code/app.py": HANDLER}
        program = SmallProgram(tmp_path / "program", files)
        programs.append(program)
        program.write("Pulumi.test.yaml", stack_settings(REGION, emulator_endpoint))
        program.env["PYTHONPATH"] = str(ROOT)
        done = program.pulumi("up", "--stack", "test", "--yes", "--policy-pack", str(pack))
        assert done.returncode == 0, done.stdout
        assert "Previewing update" in done.stdout
        found = {(rule, level) for (rule, _), level in findings(done.stdout).items()}
        assert found <= {(rule, "advisory") for rule in ADVISORY}, done.stdout
        outputs = program.pulumi("stack", "output", "--json", "--stack", "test").stdout
        return Deployed(json.loads(outputs), emulator_endpoint)

    yield deployed
    for program in programs:
        destroyed = program.pulumi("destroy", "--yes", "--skip-preview", "--stack", "test")
        assert destroyed.returncode == 0, destroyed.stdout


def test_a_function_sends_to_a_queue_whose_dead_letter_queue_a_transform_changed(deploy) -> None:
    made = deploy(QUEUE_AND_FUNCTION)
    answer = made.client("lambda").invoke(FunctionName=made.outputs["function"])
    assert "FunctionError" not in answer, answer["Payload"].read()
    sqs = made.client("sqs")
    received = sqs.receive_message(QueueUrl=made.outputs["queue"], WaitTimeSeconds=5)
    assert [message["Body"] for message in received["Messages"]] == ["a job"]
    failed = sqs.get_queue_attributes(QueueUrl=made.outputs["failed"], AttributeNames=["All"])
    assert failed["Attributes"]["MessageRetentionPeriod"] == "604800"


def test_a_rest_api_answers(deploy) -> None:
    url = deploy(REST_API).outputs["url"]
    with urllib.request.urlopen(f"{url}/things", timeout=30) as answer:
        assert answer.read() == b"done"


def test_a_workflow_runs_to_its_end(deploy) -> None:
    made = deploy(WORKFLOW)
    states = made.client("stepfunctions")
    run = states.start_execution(stateMachineArn=made.outputs["workflow"])["executionArn"]
    until = time.monotonic() + 30
    while (found := states.describe_execution(executionArn=run))["status"] == "RUNNING":
        assert time.monotonic() < until
        time.sleep(0.2)
    assert found["status"] == "SUCCEEDED"
    assert json.loads(found["output"])["body"] == "done"
