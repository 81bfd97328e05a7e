from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from cli import __main__ as command
from cli.develop import advise, deployed
from local import examples, stacks


@pytest.mark.parametrize(
    ("typed", "blueprint", "asked"),
    [("y\n", "WebSocket", 1), ("n\ny\ny\n", "workflow", 3), ("n\nn\nn\nn\n", "simple REST", 4)],
)
def test_only_what_the_way_needs_is_asked(typed, blueprint, asked):
    result = CliRunner().invoke(advise.run, ["--json"], input=typed)
    assert json.loads(result.stdout)["blueprint"] == blueprint
    assert result.stderr.count("[y/N]") == asked


def test_answers_of_a_file_lead_to_a_program(tmp_path, capsys):
    file = tmp_path / "answers.yaml"
    file.write_text("one_event_many: true\n")
    assert command.main(["advise", "--answers", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "blueprint: fan-out" in printed
    assert "from components.blueprints.patterns import FAN_OUT" in printed


@pytest.mark.parametrize(
    ("content", "said"),
    [("realtime: true\n", "knows no realtime; there are real_time"), ("a: [\n", "while parsing")],
)
def test_a_file_that_has_no_answers_is_named_with_what_is_wrong(tmp_path, capsys, content, said):
    file = tmp_path / "answers.yaml"
    file.write_text(content)
    assert command.main(["advise", "--answers", str(file)]) == 2
    assert said in capsys.readouterr().err
    assert command.main(["advise", "--answers", str(tmp_path / "none.yaml")]) == 2
    assert "No such file" in capsys.readouterr().err


QUEUE = {"type": "aws:sqs/queue:Queue", "urn": "urn:pulumi:local::a::b::jobs", "inputs": {}}


@dataclass
class Backend:
    """An engine whose backend has one stack of a stage on AWS."""

    there: tuple[str, ...] = ("prod-orders",)

    def deployed(self):
        return list(self.there)

    def run(self, words):
        assert words == ["stack", "export", "--stack", "prod-orders"]
        return json.dumps({"deployment": {"resources": [QUEUE]}})


@pytest.fixture
def local(monkeypatch):
    """What the stacks of this machine hold, by name."""
    there: dict[str, list] = {}
    monkeypatch.setattr(stacks, "names", lambda stage: [each for each in there if "/" not in each])
    monkeypatch.setattr(stacks, "resources", lambda stack: iter(there.get(stack, [])))
    return there


def judged(*words):
    result = CliRunner().invoke(advise.run, [*words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_local_stage_that_is_up_is_judged_as_it_is_deployed(local):
    local["local-orders"] = [QUEUE]
    found = judged("--stack", "local")
    assert (found["what"], found["services"]) == ("local, as deployed,", ["Dead-letter queue"])


def test_an_example_is_judged_as_it_is_deployed(local):
    local[examples.find("queue-worker").stack("local")] = [QUEUE]
    found = judged("--example", "queue-worker")
    assert found["what"] == "example queue-worker, as deployed,"
    assert found["services"] == ["Dead-letter queue"]


def test_a_stage_on_aws_is_judged_by_the_states_of_its_backend(monkeypatch):
    monkeypatch.setattr(deployed.Engine, "of", lambda settings: Backend())
    assert judged("--stack", "prod", "--deployed")["services"] == ["Dead-letter queue"]


@pytest.mark.parametrize(("stage", "asks"), [("prod", "prod"), ("local", "local")])
def test_what_is_not_deployed_is_judged_by_its_program(local, monkeypatch, stage, asks):
    asked = []
    monkeypatch.setattr(advise.in_memory, "run", lambda *words: asked.append(words) or 0)
    assert CliRunner().invoke(advise.run, ["--stack", stage]).exit_code == 0
    assert asked == [("tests.guide", asks)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--stack", "local", "--deployed"], 1, "no stack of stage local is deployed"),
        (["--example", "graph"], 1, "example graph is not deployed: platform example graph"),
        (["--example", "grap"], 2, "did you mean graph"),
        (["--example", "graph", "--offline"], 2, "--example is of what is deployed"),
        (["--answers", "a.yaml", "--stack", "local"], 2, "--answers are of what is to be built"),
        (["--deployed"], 2, "--deployed and --offline are for a stage: --stack STAGE"),
    ],
)
def test_what_cannot_be_judged_is_said(local, capsys, words, code, said):
    assert command.main(["advise", *words]) == code
    assert said in capsys.readouterr().err


def test_a_backend_without_a_stack_of_the_stage_is_said(monkeypatch, capsys):
    monkeypatch.setattr(deployed.Engine, "of", lambda settings: Backend(there=()))
    assert command.main(["advise", "--stack", "prod", "--deployed"]) == 1
    assert "no stack of stage prod is deployed" in capsys.readouterr().err
