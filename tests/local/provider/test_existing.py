"""A program of ten lines, in another folder, over a queue and a function made without Pulumi."""

from __future__ import annotations

import io
import json
import os
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.toolchain.setup import set_up
from settings import ROOT
from tests.engine.small_program import SmallProgram
from tests.local.provider.lambda_world import trust

REGION = "us-east-1"
SERVICES = ("apigatewayv2", "cloudwatch", "events", "iam", "lambda", "logs", "sqs", "sts")
CODE = """\
def handle(event, context):
    print(event.get("detail-type"))
    return {"statusCode": 200, "body": "here"}
"""
PROGRAM = """\
import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.messaging.event_rule import EventRule, EventRuleArgs

given = pulumi.Config().require_object("existing")
placed = {"bus_name": "default", "pattern": {"source": ["orders"]}}
EventRule("to-queue", EventRuleArgs(**placed, queue=given["queue"]))
EventRule("to-function", EventRuleArgs(**placed, function=given["function"]))
api = HttpApi("api", HttpApiArgs(routes=(Route.get("/here", given["function"], public=True),)))
pulumi.export("url", api.url)
"""


class Account:
    """What an account has already: a queue and a function."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self.queue_url = self.client("sqs").create_queue(QueueName="existing")["QueueUrl"]
        role = self.client("iam").create_role(
            RoleName="existing", AssumeRolePolicyDocument=trust("lambda")
        )["Role"]["Arn"]
        self.function_arn: str = self.client("lambda").create_function(
            FunctionName="existing",
            Runtime="python3.12",
            Handler="app.handle",
            Role=role,
            Code={"ZipFile": zipped(CODE)},
        )["FunctionArn"]

    def client(self, service: str) -> Any:
        session = boto3.Session("test", "test", region_name=REGION)
        return session.client(service, endpoint_url=self._endpoint)

    @property
    def queue_arn(self) -> str:
        return self._attributes("QueueArn")["QueueArn"]

    @property
    def queue_policy(self) -> str | None:
        return self._attributes("Policy").get("Policy")

    def received(self) -> dict[str, Any]:
        """The event in the queue's next message."""
        asked = {"QueueUrl": self.queue_url, "WaitTimeSeconds": 20}
        [message] = self.client("sqs").receive_message(**asked)["Messages"]
        event: dict[str, Any] = json.loads(message["Body"])
        return event

    def logged(self, text: str) -> bool:
        """Whether the function writes ``text`` to its log within half a minute; the log group is
        made when the function first runs.
        """
        until, logs = time.monotonic() + 30, self.client("logs")
        while time.monotonic() < until:
            with suppress(logs.exceptions.ResourceNotFoundException):
                found = logs.filter_log_events(logGroupName="/aws/lambda/existing")
                if any(text in event["message"] for event in found["events"]):
                    return True
            time.sleep(0.2)
        return False

    def clear(self) -> None:
        self.client("sqs").delete_queue(QueueUrl=self.queue_url)
        self.client("lambda").delete_function(FunctionName="existing")
        self.client("iam").delete_role(RoleName="existing")

    def _attributes(self, name: str) -> dict[str, str]:
        asked = self.client("sqs").get_queue_attributes(
            QueueUrl=self.queue_url, AttributeNames=[name]
        )
        attributes: dict[str, str] = asked.get("Attributes", {})
        return attributes


def zipped(code: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("app.py", code)
    return buffer.getvalue()


@pytest.fixture
def account(emulator_endpoint: str) -> Iterator[Account]:
    account = Account(emulator_endpoint)
    yield account
    account.clear()


@pytest.fixture
def program(account: Account, emulator_endpoint: str, tmp_path: Path) -> Iterator[SmallProgram]:
    set_up(os.environ)
    config = {
        "aws:region": REGION,
        "aws:accessKey": "test",
        "aws:secretKey": "test",
        "aws:skipCredentialsValidation": "true",
        "aws:skipRequestingAccountId": "true",
        "aws:endpoints": [dict.fromkeys(SERVICES, emulator_endpoint)],
        "other:existing": {"queue": account.queue_arn, "function": account.function_arn},
    }
    files = {"Pulumi.yaml": "name: other\nruntime: python\n", "__main__.py": PROGRAM}
    program = SmallProgram(tmp_path, files)
    settings = tmp_path / f"Pulumi.{program.stack}.yaml"
    settings.write_text(f"{settings.read_text()}config: {json.dumps(config)}\n")
    program.env["PYTHONPATH"] = str(ROOT)
    try:
        yield program
    finally:
        destroyed = program.pulumi("destroy", "--yes", "--stack", program.stack)
        assert destroyed.returncode == 0, destroyed.stdout


def test_rules_and_a_route_reach_an_existing_queue_and_an_existing_function(
    program: SmallProgram, account: Account
) -> None:
    done = program.up()
    assert done.returncode == 0, done.stdout
    entry = {"Source": "orders", "DetailType": "OrderPlaced", "Detail": '{"orderId": "a"}'}
    account.client("events").put_events(Entries=[entry])
    assert account.received()["detail"] == {"orderId": "a"}
    assert account.queue_policy is None
    assert account.logged("OrderPlaced")
    url = program.pulumi("stack", "output", "url", "--stack", program.stack).stdout
    with urllib.request.urlopen(f"{url.strip()}/here", timeout=30) as answer:
        assert answer.read() == b"here"
