"""Processes that a fork server starts: to their starter they are as any others."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.checkout import ROOT
from local.forks import client, engines

SERVING = (
    "import socket, sys; from local.forks.server import Server; "
    "Server(socket.socket(fileno=int(sys.argv[1]))).serve()"
)
WORK = r"""
import json, os, signal, sys, time
match sys.argv[1:]:
    case ["facts"]:
        names = ("FROM", "PYTHONPATH", "ABSENT")
        print(json.dumps({
            "folder": os.getcwd(), "name": __name__, "path": sys.path[:2],
            "variables": {name: os.environ.get(name) for name in names},
            "input": sys.stdin.read(), "parent": os.getppid(),
        }))
        os.close(os.open("made", os.O_CREAT, 0o666))
    case ["end", code]:
        sys.exit(int(code) if code.isdigit() else code)
    case ["fail"]:
        raise KeyError("nothing")
    case ["wait"]:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
        sys.stdout.buffer.write(f"{os.getpid()}\n".encode())
        time.sleep(60)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The socket of a server that has imported nothing."""
    path = tmp_path_factory.mktemp("fork") / "socket"
    with socket.socket(socket.AF_UNIX) as server_socket:
        server_socket.bind(str(path))
        server_socket.listen()
        number = server_socket.fileno()
        command = [sys.executable, "-c", SERVING, str(number)]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[number], cwd=ROOT)
    yield str(path)
    server.stdin.close()
    assert server.wait(10) == 0


@pytest.fixture
def start(tmp_path, monkeypatch, address):
    """Starts the module ``work``, by the server unless another is named."""
    (tmp_path / "work.py").write_text(WORK, "utf-8")

    def started(*arguments, server=address, **options):
        monkeypatch.setenv(client.VARIABLE, server)
        return subprocess.Popen(
            client.command(str(tmp_path), "work", arguments),
            **{"cwd": tmp_path, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
            text=True,
        )

    return started


def facts_of(process):
    output, errors = process.communicate("given", timeout=20)
    assert process.returncode == 0, errors
    return json.loads(output)


def test_a_module_runs_where_and_with_what_its_starter_was_run(start, tmp_path, address):
    variables = {"FROM": "starter", "PYTHONPATH": "/elsewhere", client.VARIABLE: address}
    process = start("facts", stdin=subprocess.PIPE, env=variables, umask=0o077)
    facts = facts_of(process)
    assert facts == {
        "folder": str(tmp_path),
        "name": "__main__",
        "path": [str(tmp_path), "/elsewhere"],
        "variables": {"FROM": "starter", "PYTHONPATH": "/elsewhere", "ABSENT": None},
        "input": "given",
        "parent": facts["parent"],
    }
    assert facts["parent"] != os.getpid(), "it was not the server that started it"
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["end", "0"], 0, ""),
        (["end", "3"], 3, ""),
        (["end", "no stack"], 1, "no stack\n"),
        (["fail"], 1, "KeyError: 'nothing'\n"),
    ],
)
def test_it_ends_as_the_module_does(start, arguments, code, said):
    process = start(*arguments)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == code
    assert errors.endswith(said)
    assert bool(errors) == bool(said)


def test_a_signal_reaches_it(start):
    process = start("wait")
    process.stdout.readline()
    process.terminate()
    assert process.wait(20) == 7


def test_it_ends_by_the_signal_that_ended_the_module(start):
    process = start("wait")
    os.kill(int(process.stdout.readline()), signal.SIGKILL)
    assert process.wait(20) == -signal.SIGKILL


def test_with_its_client_the_module_is_killed(start):
    process = start("wait")
    pid = int(process.stdout.readline())
    process.kill()
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_without_a_server_it_runs_the_module_itself(start, tmp_path):
    process = start("facts", server=str(tmp_path / "none"), stdin=subprocess.PIPE)
    assert facts_of(process)["parent"] == os.getpid()


def test_the_server_of_another_environment_is_not_used(start, monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python"))
    process = start("facts", stdin=subprocess.PIPE)
    assert facts_of(process)["parent"] == os.getpid()


def test_what_the_libraries_are_asked_for_is_read_from_the_sources():
    libraries = engines.imported()["libraries"]
    assert {"pulumi_aws.dynamodb", "pulumi_aws.lambda_", "pulumi_aws.ssm"} <= {*libraries}
    services = engines.named(ROOT / "local/provider", engines.CLIENT)
    assert {"dynamodb", "lambda", "sqs"} <= services


def test_a_package_of_the_sdk_is_loaded_whole_which_an_import_leaves_for_later():
    program = (
        "import sys, pulumi_aws; from local.forks.server import load; load('pulumi_aws.sqs'); "
        "print(sorted({'pulumi_aws.sqs.queue', 'pulumi_aws.sns.topic'} & {*sys.modules}))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, cwd=ROOT)
    assert done.stdout == "['pulumi_aws.sqs.queue']\n", done.stderr


def test_a_server_that_is_there_already_is_used(monkeypatch):
    monkeypatch.setenv(client.VARIABLE, "/theirs")
    monkeypatch.delattr(engines.subprocess, "Popen")
    with engines.preloaded():
        assert os.environ[client.VARIABLE] == "/theirs"
    assert os.environ[client.VARIABLE] == "/theirs"
