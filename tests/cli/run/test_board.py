from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from cli.run.board import Board, changes_of, line_of
from cli.run.deployment import DONE, RUNNING, Deployment


def deployment(**changes):
    made = Deployment("local-orders", "up", Path())
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_a_running_stack_shows_its_steps_and_what_it_is_doing():
    made = deployment(state=RUNNING, seen={"a", "b"}, finished={"a"}, working={"b": "Queue q"})
    assert "1/2" in line_of(made)
    assert line_of(made).endswith("Queue q")


def test_a_finished_stack_shows_what_it_changed():
    made = deployment(state=DONE, changes={"same": 40, "create": 2, "delete": 1})
    assert line_of(made).endswith("40 unchanged, 2 created, 1 deleted")
    assert changes_of(deployment()) == "nothing to do"


def test_the_table_has_a_row_for_each_stack():
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=100)
    made = deployment(state=RUNNING, started=0.0, ended=2.5, working={"b": "Queue q"})
    console.print(Board([made], console).table())
    assert "local-orders" in out.getvalue()
    assert "2.5" in out.getvalue()
    assert "Queue q" in out.getvalue()


def test_without_a_terminal_each_stack_gets_a_line_when_it_ends(capsys):
    made = deployment()
    board = Board([made], Console(file=io.StringIO()))
    with board.shown():
        board.update()
        made.state = DONE
        board.update()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("local-orders")


def test_of_several_resources_the_last_that_was_begun_is_shown():
    made = deployment(state=RUNNING, working={"a": "Catalog catalog", "b": "Queue q"})
    assert line_of(made).endswith("Queue q")
