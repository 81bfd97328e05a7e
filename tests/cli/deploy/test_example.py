from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.deploy import down
from cli.deploy.example import typed
from cli.run.deployment import Deployment
from local import examples
from local.emulator import Found
from local.examples import Example

STACK = "organization/http-api/local"


@pytest.fixture(autouse=True)
def outputs(stage, monkeypatch, tmp_path):
    monkeypatch.setattr(stage.stacks, "outputs", lambda stack: {"url": f"http://127.0.0.1/{stack}"})
    monkeypatch.setattr(examples, "LOCAL", tmp_path)


def test_without_a_name_each_example_is_listed_in_a_line(capsys):
    assert command.main(["example"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(examples.every())
    listed = dict(line.split(maxsplit=1) for line in lines)
    assert listed["http-api"] == "an HTTP API whose routes call functions"
    command.main(["example", "--json"])
    assert json.loads(capsys.readouterr().out) == {e.name: e.description for e in examples.every()}


def test_an_example_is_deployed_as_a_project_of_its_own_to_the_emulator(stage, capsys, monkeypatch):
    deployments = []
    monkeypatch.setattr(Deployment, "_follow", lambda each: deployments.append(each) or 0)
    assert command.main(["example", "http-api"]) == 0
    [deployment] = deployments
    assert (deployment.stack, deployment.folder) == (STACK, examples.EXAMPLES / "http-api")
    assert "sqs: http://127.0.0.1:4566" in deployment.config.read_text()
    assert stage.emulator.calls == ["start"]


def test_an_example_for_aws_only_is_refused_with_the_reason_before_anything_starts(stage, capsys):
    assert command.main(["example", "network"]) == 1
    assert "network is for AWS only: the local stage makes no network" in capsys.readouterr().err
    assert stage.emulator.calls == []


def test_what_to_try_has_the_outputs_in_it(capsys):
    command.main(["example", "http-api"])
    printed = capsys.readouterr().out
    assert f"  curl -i http://127.0.0.1/{STACK}/greetings/alice\n" in printed
    assert "platform example http-api --down" in printed


def test_the_result_can_be_json(capsys):
    command.main(["example", "http-api", "--json"])
    result = json.loads(capsys.readouterr().out)
    assert result["outputs"] == {"url": f"http://127.0.0.1/{STACK}"}
    assert result["try"][0] == f"curl -i http://127.0.0.1/{STACK}/greetings/alice"
    assert result["changes"] == {"create": 1}


def test_commands_of_the_aws_cli_go_to_the_emulator_of_the_stage():
    command_line = Example("queue-worker").commands({"tableName": "counts"})[1]
    assert command_line == "aws dynamodb scan --table-name counts"
    assert typed(command_line, stage_at("local")) == f"platform {command_line}"
    assert typed(command_line, stage_at("mine")) == (
        "platform aws --stage mine dynamodb scan --table-name counts"
    )


def test_a_distribution_is_tried_at_its_name_of_this_machine():
    at = stage_at("local")
    command_line = "curl -i https://d1abc.cloudfront.net/api/items"
    assert typed(command_line, at) == "curl -i http://d1abc.cloudfront.localhost:4566/api/items"
    assert (
        typed("curl https://cloudfront.net.example/", at) == "curl https://cloudfront.net.example/"
    )


def stage_at(name):
    """What a command line needs to know of a stage."""
    endpoint = "http://127.0.0.1:4566"
    return SimpleNamespace(name=name, emulator=SimpleNamespace(endpoint=endpoint))


def test_the_last_example_takes_the_emulator_along(stage, capsys):
    command.main(["example", "http-api"])
    command.main(["example", "saga"])
    assert command.main(["example", "http-api", "--down"]) == 0
    assert "discard" not in stage.emulator.calls
    assert command.main(["example", "saga", "--down"]) == 0
    assert stage.emulator.calls[-2:] == ["discard", "remove_state"]
    assert "nothing is left of it" in capsys.readouterr().out
    assert not stage.stacks.exists(STACK)


def test_an_example_that_goes_leaves_the_stage_beside_it(stage):
    command.main(["up"])
    command.main(["example", "http-api"])
    assert command.main(["example", "http-api", "--down"]) == 0
    assert "discard" not in stage.emulator.calls
    assert stage.stacks.exists("local-orders")


def test_the_end_of_the_stage_is_that_of_its_examples(stage):
    command.main(["up"])
    command.main(["example", "http-api"])
    stage.ran.clear()
    assert command.main(["down", "--destroy"]) == 0
    assert f"destroy {STACK}" in stage.ran
    assert not stage.stacks.exists(STACK)


def test_what_an_example_leaves_behind_is_a_failure(stage, monkeypatch, capsys):
    command.main(["example", "http-api"])
    monkeypatch.setattr(down.inventory, "of", lambda *_: ["queue: http://127.0.0.1/orders"])
    assert command.main(["example", "http-api", "--down"]) == 1
    assert "queue: http://127.0.0.1/orders" in capsys.readouterr().err


def test_an_emulator_that_died_takes_the_example_along(stage):
    command.main(["example", "http-api"])
    stage.emulator.finds = Found.DIED
    assert command.main(["example", "http-api", "--down"]) == 0
    assert stage.stacks.forgotten == [STACK]


def test_an_example_that_fails_is_reported(stage, monkeypatch, capsys):
    def follow(deployment):
        deployment.complaints.append("access denied")
        return 1

    works = Deployment._follow
    monkeypatch.setattr(Deployment, "_follow", follow)
    assert command.main(["example", "http-api"]) == 1
    assert "access denied" in capsys.readouterr().err
    monkeypatch.setattr(Deployment, "_follow", works)
    for _ in range(2):
        assert command.main(["example", "http-api"]) == 0
    # By the first of the two: what was under way when it failed may be in no state.
    assert stage.stacks.restored == [STACK]


def test_one_that_is_not_there_is_refused_with_those_that_are(capsys):
    assert command.main(["example", "queues"]) == 2
    said = capsys.readouterr().err
    assert "must be one of alarms-and-dashboard, " in said
    assert "got 'queues'" in said
    assert command.main(["example", "saga", "--down"]) == 0
    assert "example saga is not deployed" in capsys.readouterr().err
