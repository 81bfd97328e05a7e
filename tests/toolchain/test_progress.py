from __future__ import annotations

import os
import sys

import pytest

from local import progress
from local.checkout import LocalError


def test_a_command_that_works_is_two_lines_however_much_it_says(capsys):
    progress.run("counting", [sys.executable, "-c", "print('word\\n' * 100)"])
    shown = capsys.readouterr()
    assert shown.err.splitlines() == ["counting ...", "counting: done in 0 s"]
    assert shown.out == ""


def test_a_command_that_fails_is_quoted_from_its_end():
    script = "import sys; print('start\\n' * 100); sys.exit('no such module')"
    with pytest.raises(LocalError) as shown:
        progress.run("building", [sys.executable, "-c", script])
    first, *rest = str(shown.value).splitlines()
    assert first.startswith("building: failed after")
    assert rest[-1] == "no such module"
    assert len(rest) <= progress.TAIL


def test_a_long_command_says_now_and_then_that_it_is_still_at_it(monkeypatch, capsys, tmp_path):
    fifo = tmp_path / "go"
    os.mkfifo(fifo)
    monkeypatch.setattr(progress, "LINE_SECONDS", 0)
    said = progress.say

    def say(line):
        said(line)
        if line.endswith(" s") and "done" not in line and fifo.exists():
            # Its reader is released once the signal was sent.
            with fifo.open("w"):
                fifo.unlink()

    monkeypatch.setattr(progress, "say", say)
    progress.run("reading", [sys.executable, "-c", f"open({str(fifo)!r}).read()"])
    assert "reading: 0 s" in capsys.readouterr().err
