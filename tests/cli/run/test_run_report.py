from __future__ import annotations

import json

import jsonschema
import pytest

from cli import __main__ as command
from cli.run import run_report
from cli.run.deployment import Deployment
from local.checkout import ROOT
from local.files import read_json

SCHEMA = json.loads((ROOT / "cli/run/run_report.schema.json").read_text("utf-8"))


def reported(capsys, *words, code=0):
    assert command.main(["up", *words, "--json"]) == code
    report = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    return report, {each["stack"]: each["outcome"] for each in report["stacks"]}


@pytest.fixture
def fails(stage, monkeypatch):
    """Lets the deployment of these stacks fail, as often as given."""
    left = {}
    follow = Deployment._follow

    def failing(deployment):
        if left.get(deployment.stack, 0):
            left[deployment.stack] -= 1
            deployment.complaints.append("no such table")
            return 1
        return follow(deployment)

    monkeypatch.setattr(Deployment, "_follow", failing)
    return left


def test_a_run_is_reported_stack_by_stack(stage, capsys):
    report, outcomes = reported(capsys)
    assert outcomes == dict.fromkeys(
        ("local-platform", "local-catalog", "local-orders"), "succeeded"
    )
    assert report["outcome"] == "succeeded"
    assert report["stacks"][0]["changes"] == {"create": 1}
    assert set(reported(capsys)[1].values()) == {"unchanged"}


def test_one_service_is_deployed_beside_the_platform_and_places_no_order(stage, capsys):
    assert reported(capsys, "local", "orders")[1] == {
        "local-platform": "succeeded",
        "local-orders": "succeeded",
    }
    assert stage.orders == []
    reported(capsys, "local", "catalog")
    assert len(stage.orders) == 1


def test_a_failure_is_reported_with_its_cause_and_the_next_run_goes_on(stage, fails, capsys):
    fails["local-orders"] = 1
    report, outcomes = reported(capsys, "--at-once=1", code=1)
    assert outcomes["local-orders"] == "failed"
    assert report["outcome"] == "failed"
    [causes] = [each["causes"] for each in report["stacks"] if each["outcome"] == "failed"]
    assert causes == ["no such table"]
    assert reported(capsys)[1] == {
        "local-platform": "unchanged",
        "local-catalog": "unchanged",
        "local-orders": "succeeded",
    }


@pytest.mark.parametrize(
    ("words", "catalog", "orders"),
    [
        ([], "failed", "succeeded"),
        (["--fail-fast"], "failed", "not started"),
        (["--keep-going"], "failed", "succeeded"),
        (["--retries=1"], "succeeded", "succeeded"),
    ],
)
def test_what_follows_a_failure_is_chosen(stage, fails, capsys, words, catalog, orders):
    fails["local-catalog"] = 1
    code = 0 if catalog == "succeeded" else 1
    report, outcomes = reported(capsys, "--at-once=1", *words, code=code)
    assert (outcomes["local-catalog"], outcomes["local-orders"]) == (catalog, orders)
    tries = {each["stack"]: each["attempts"] for each in report["stacks"]}
    assert tries["local-catalog"] == (2 if "--retries=1" in words else 1)


@pytest.mark.parametrize(
    ("words", "orders"), [([], "not started"), (["--keep-going"], "succeeded")]
)
def test_behind_a_wave_that_failed_the_next_starts_when_asked(stage, fails, capsys, words, orders):
    fails["local-platform"] = 1
    assert reported(capsys, *words, code=1)[1]["local-orders"] == orders


def test_the_table_has_a_line_for_each_stack_and_the_first_line_of_causes(stage, fails, capsys):
    fails["local-orders"] = 1
    assert command.main(["up"]) == 1
    shown = capsys.readouterr().err
    assert any("local-orders" in line and "no such table" in line for line in shown.splitlines())
    assert read_json(stage.record)["local-catalog"]


def test_a_failure_comes_before_a_cancellation():
    made = [Deployment("a", "up", ROOT), Deployment("b", "up", ROOT)]
    made[0].state, made[1].state = "failed", "cancelled"
    assert run_report.facts("local", "up", made, 0.0, 1.0)["outcome"] == "failed"
    made[0].state = "done"
    assert run_report.facts("local", "up", made, 0.0, 1.0)["outcome"] == "cancelled"
