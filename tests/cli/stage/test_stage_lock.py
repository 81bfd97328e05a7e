"""One command at a time changes a stage; a killed one leaves no lock, and its engines keep it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from local import stage_lock
from local.checkout import LocalError

HOLD = """
import subprocess, sys, time
from pathlib import Path
from local import stage_lock
stage_lock.stage_folder = lambda stage: Path(sys.argv[1]) / stage
with stage_lock.held("local", "platform down"):
    if len(sys.argv) > 2:
        engine = [sys.executable, "-c", f"import time; time.sleep({sys.argv[2]})"]
        subprocess.Popen(engine, pass_fds=stage_lock.inherited(), stdout=subprocess.DEVNULL)
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(stage_lock, "stage_folder", lambda stage: tmp_path / stage)
    return tmp_path


def holder(folder, *engine):
    """Another command that has the lock, and perhaps an engine that works for some seconds."""
    command = [sys.executable, "-c", HOLD, str(folder), *engine]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_second_command_is_refused_at_once_with_the_name_of_the_first(folder):
    other = holder(folder)
    refused = pytest.raises(LocalError, match=rf"by platform down \(process {other.pid}\)")
    with refused, stage_lock.held("local", "platform up"):
        pass
    with stage_lock.held("two", "platform up"):
        pass
    kill(other)


def test_a_killed_command_leaves_no_lock(folder):
    kill(holder(folder))
    with stage_lock.held("local", "platform up"):
        assert stage_lock.inherited()
    assert stage_lock.inherited() == ()


def test_the_engines_of_a_killed_command_are_waited_for(folder, monkeypatch, capsys):
    monkeypatch.setattr(stage_lock, "SAY_AFTER_SECONDS", 0)
    kill(holder(folder, "0.5"))
    started = time.monotonic()
    with stage_lock.held("local", "platform up"):
        assert time.monotonic() - started > 0.2
    assert "waiting for its engines" in capsys.readouterr().err


def test_engines_that_do_not_end_are_a_failure_that_names_the_file(folder, monkeypatch):
    monkeypatch.setattr(stage_lock, "WAIT_SECONDS", 0)
    kill(holder(folder, "1"))
    named = pytest.raises(LocalError, match=str(folder / "local" / "lock"))
    with named, stage_lock.held("local", "platform up"):
        pass


def test_a_spoiled_name_of_the_owner_makes_no_difference(folder):
    (folder / "local").mkdir()
    (folder / "local" / "lock.json").write_text("[1]")
    with stage_lock.held("local", "platform up"):
        assert os.listdir(folder / "local")
