"""``platform migrate plan``: text, JSON, and what is wrong with a file."""

from __future__ import annotations

import json

import pytest

from cli import __main__ as command
from settings import ROOT

MONOLITH = str(ROOT / "examples" / "strangler" / "monolith.yaml")


def test_the_plan_is_printed(capsys):
    assert command.main(["migrate", "plan", MONOLITH]) == 0
    assert capsys.readouterr().out.startswith("old-shop: 4 stages\n")


def test_and_as_json(capsys):
    assert command.main(["migrate", "plan", MONOLITH, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["stage"] for each in found["stages"]] == [1, 2, 3, 4]
    step = found["stages"][0]["steps"][3]
    assert (step["example"], step["command"]) == ("strangler", "platform example strangler")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot read "), ("[", "while parsing"), ("application: shop", "team: Field required")],
)
def test_a_file_that_is_no_inventory_is_answered_in_a_line(tmp_path, capsys, content, said):
    file = tmp_path / "inventory.yaml"
    if content is not None:
        file.write_text(content, "utf-8")
    assert command.main(["migrate", "plan", str(file)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert said in line
