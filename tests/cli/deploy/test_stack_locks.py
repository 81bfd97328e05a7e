"""Which locks of the engine are still held, and by whom."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from local import process, stack_locks
from local.checkout import LocalError


def now():
    return datetime.now(UTC).isoformat()


@pytest.fixture
def engine(monkeypatch):
    """The id of a process that looks like an engine at work: this one."""
    monkeypatch.setattr(stack_locks, "ENGINE", process.program_of(os.getpid()))
    return os.getpid()


@pytest.fixture
def lock(tmp_path):
    def write(content):
        file = tmp_path / "a.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return file

    return write


def test_the_lock_of_an_engine_at_work_is_respected(lock, engine, tmp_path):
    file = lock({"pid": engine, "timestamp": now()})
    with pytest.raises(LocalError, match=rf"another run of the engine \(process {engine}, lock"):
        stack_locks.remove_stale(tmp_path, "local-orders")
    assert file.exists()


def test_a_lock_without_a_moment_is_judged_by_its_process_alone(engine):
    assert stack_locks.is_held({"pid": engine})


def test_the_lock_of_a_process_that_is_gone_is_removed(lock, tmp_path):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    file = lock({"pid": process.pid, "timestamp": now()})
    assert stack_locks.remove_stale(tmp_path, "local-orders")
    assert not file.exists()


def test_the_lock_of_a_zombie_is_removed(lock, engine, tmp_path):
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    while process.started_at(zombie.pid):
        time.sleep(0.01)
    lock({"pid": zombie.pid, "timestamp": now()})
    assert stack_locks.remove_stale(tmp_path, "local-orders")
    zombie.wait()


def test_a_process_that_was_started_after_the_lock_did_not_write_it(engine):
    assert not stack_locks.is_held({"pid": engine, "timestamp": "2020-01-01T00:00:00.123456789Z"})


@pytest.mark.parametrize("pid", [1, os.getppid()], ids=["process 1", "some other program"])
def test_a_process_that_is_no_engine_holds_no_lock(pid):
    assert not stack_locks.is_held({"pid": pid, "timestamp": now()})


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", "{}", '{"pid": "x"}', '{"pid": -1}', '{"pid": true}', '{"pid": 0}']
)
def test_a_lock_that_an_engine_did_not_finish_is_removed(lock, tmp_path, content):
    file = lock(content)
    (tmp_path / "a.json.18f.tmp").write_text("")
    (tmp_path / "a.json.attrs").write_text("")
    assert stack_locks.remove_stale(tmp_path, "local-orders")
    assert not file.exists()
    assert list(tmp_path.iterdir()) == []


def test_where_no_lock_is_there_is_nothing_to_remove(tmp_path):
    assert not stack_locks.remove_stale(tmp_path / "none", "local-orders")
