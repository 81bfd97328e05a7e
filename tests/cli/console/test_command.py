"""The command that serves the console, its address and its port."""

from __future__ import annotations

import json
from contextlib import contextmanager

from cli import __main__ as command
from cli.console import serving
from local.checkout import LocalError
from tests.cli.console.lines import said
from tests.cli.observe.logs_stage import LogsStage


def test_the_command_prints_the_address_and_serves_it(monkeypatch, capsys):
    stage, served = LogsStage(), []

    @contextmanager
    def opened(name):
        yield stage

    class Server:
        def __init__(self, config):
            self.config = config

        def run(self, sockets):
            served.append((self.config, sockets[0].getsockname()))

    monkeypatch.setattr(serving, "account_of", opened)
    monkeypatch.setattr(serving.uvicorn, "Server", Server)
    stage.logs.write("orders-a-logs-1a2b3c4", 0, said(event="OrderPlaced"))
    assert command.main(["console", "--port", "0", "--json"]) == 0
    [(config, (host, port))] = served
    printed = capsys.readouterr()
    assert printed.err == "the console of stage local, until Ctrl-C\n"
    found = json.loads(printed.out)
    address = found["url"]
    assert found["stage"] == "local"
    assert host == "127.0.0.1"
    assert address.startswith(f"http://127.0.0.1:{port}/")
    assert len(address.split("/")[3]) >= 32
    assert not config.access_log


def test_a_stage_that_is_not_up_gets_no_address(monkeypatch, capsys):
    @contextmanager
    def opened(name):
        raise LocalError(f"stage {name} is not up: platform up --stage {name}")
        yield

    monkeypatch.setattr(serving, "account_of", opened)
    assert command.main(["console", "--port", "0"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "platform up --stage local" in said.err


def test_a_port_that_is_not_free_is_said(capsys):
    with serving.listening(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert command.main(["console", "--port", str(port)]) == 1
    assert f"port {port} of 127.0.0.1 is not free" in capsys.readouterr().err
