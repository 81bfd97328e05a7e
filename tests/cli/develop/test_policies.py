from __future__ import annotations

import pytest

from cli import __main__ as command
from cli.develop import policies


@pytest.fixture
def asked(monkeypatch):
    """The words with which the report is made."""
    found = []

    def run(module, *words):
        found.append([*words])
        return 0

    monkeypatch.setattr(policies.in_memory, "run", run)
    return found


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ([], "text"),
        (["--json"], "json"),
        (["--format", "json"], "json"),
        (["--json", "--format", "json"], "json"),
        (["--format", "sarif"], "sarif"),
    ],
)
def test_the_report_is_json_in_both_ways_to_ask(asked, words, form):
    assert command.main(["policies", "dev", *words]) == 0
    assert asked == [["dev", "--format", form]]


def test_two_formats_at_once_are_refused(asked, capsys):
    assert command.main(["policies", "--json", "--format", "sarif"]) == 2
    assert "--json and --format sarif exclude each other" in capsys.readouterr().err
    assert asked == []
