from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from cli import __main__ as command
from cli.develop import advise


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
