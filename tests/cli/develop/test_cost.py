from __future__ import annotations

import pytest

from cli import __main__ as command


@pytest.mark.parametrize(
    "words", [["--json"], ["--format", "markdown"], ["--compare", "HEAD~1"]], ids=lambda w: w[0]
)
def test_what_is_about_bills_needs_a_usage_file(words, capsys):
    assert command.main(["cost", "dev", *words]) == 2
    assert f"{words[0]} needs --usage" in capsys.readouterr().err
