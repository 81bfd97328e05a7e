"""Functions that start from the emulator's fork server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from local.emulator_process import forks
from local.forks import client
from local.runtime import lambda_environment


@pytest.fixture
def started(tmp_path, monkeypatch):
    """A fork server, which imports little."""
    monkeypatch.setitem(os.environ, client.VARIABLE, "")
    monkeypatch.setattr(forks, "IMPORTED", {"libraries": ["wave"], "clients": []})
    server = forks.start(tmp_path)
    yield server
    server.stdin.close()
    assert server.wait(10) == 0


def test_a_function_has_what_the_server_has_imported(started, tmp_path):
    (tmp_path / "handler.py").write_text("import sys; print('wave' in sys.modules)", "utf-8")
    command = client.command(str(tmp_path), "handler", [])
    assert subprocess.run(command, capture_output=True, text=True, timeout=20).stdout == "True\n"


def test_each_who_knows_the_server_knows_it_by_one_variable():
    assert forks.VARIABLE == lambda_environment.FORK_SERVER == client.VARIABLE


def test_an_emulator_in_a_folder_too_deep_for_a_socket_has_no_server(tmp_path, monkeypatch):
    monkeypatch.delitem(os.environ, client.VARIABLE, raising=False)
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()
    assert forks.start(deep) is None
    assert client.VARIABLE not in os.environ


def test_on_another_system_each_function_imports_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert forks.start(tmp_path) is None
