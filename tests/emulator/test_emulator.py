from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from local import emulator, emulator_install, emulator_save
from local.checkout import LocalError
from local.emulator import Emulator, Ended, Found

# Answers as the emulator does when it is ready, and writes its environment to a file.
# When it is to end it saves, or does what a file in its folder says.
HTTP_SERVER = """
import http.server, json, os, signal, sys, tempfile
def save(*_):
    planned = os.path.exists("at_the_end")
    exec(open("at_the_end").read() if planned else "open('state/sqs.json', 'w').close()")
    os._exit(0)
signal.signal(signal.SIGTERM, save)
own = tempfile.gettempdir() + "/ministack-" + os.environ["GATEWAY_PORT"] + ".pid"
with open(own, "w") as file:
    file.write(str(os.getpid()))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path.startswith("/_ministack/") else 404)
        self.end_headers()
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open("posted", "a") as posted:
            posted.write(self.path + body)
        self.do_GET()
    def log_message(self, *_):
        pass
with open("seen.json", "w") as seen:
    json.dump(dict(os.environ), seen)
address = os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"])
http.server.HTTPServer(address, Handler).serve_forever()
"""
BROKEN = "raise SystemExit('no module named ministack')"


@pytest.fixture
def port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def stage(tmp_path, monkeypatch, port):
    """An emulator whose program is the HTTP server; it is stopped at the end of the test."""
    monkeypatch.setattr(emulator, "stage_folder", lambda name: tmp_path / name)
    monkeypatch.setattr(emulator, "EMULATOR_VENV", tmp_path / "venv")
    monkeypatch.setattr(emulator, "install", lambda: None)
    monkeypatch.setattr(emulator, "SERVER", tmp_path / "server.py")
    emulator.SERVER.write_text(HTTP_SERVER)
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    made = Emulator("local", f"http://127.0.0.1:{port}")
    yield made
    made.stop()


def test_it_is_ready_when_start_returns_and_has_ended_when_stop_returns(stage):
    assert stage.start() is Found.STOPPED
    running = stage.running
    assert running.alive
    assert stage.stop() is Ended.SAVED
    assert not running.alive
    assert stage.running is None


def test_starting_it_twice_finds_it_running(stage):
    stage.start()
    first = stage.running
    assert stage.start() is Found.RUNNING
    assert stage.running == first


def test_an_emulator_that_died_is_distinguished_from_one_that_was_stopped(stage):
    stage.start()
    pid = stage.running.pid
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert stage.running is None
    assert stage.start() is Found.DIED


SAVE = "open('state/sqs.json', 'w').close(); "
NOT_SAVED = {
    "failed to save sqs": SAVE + "print('Persistence: failed to save sqs', flush=True)",
    "error getting state": SAVE + "print('Persistence: error getting state for s3', flush=True)",
    "ended without saving": "pass",
}


@pytest.mark.parametrize(("why", "at_the_end"), NOT_SAVED.items())
def test_a_save_that_failed_is_said_and_the_next_start_begins_with_nothing(
    stage, why, at_the_end, capsys
):
    stage.start()
    (stage.folder / "at_the_end").write_text(at_the_end)
    (stage.folder / "s3" / "object").write_text("kept")
    assert stage.stop() is Ended.LOST
    said = capsys.readouterr().err
    assert why in said
    assert "the next start begins with nothing" in said
    assert stage.found is Found.DIED
    assert stage.start() is Found.DIED
    assert not (stage.folder / "s3" / "object").exists()


def test_an_emulator_that_does_not_end_has_not_saved(stage, monkeypatch, capsys):
    monkeypatch.setattr(emulator, "STOP_SECONDS", 0.2)
    stage.start()
    os.kill(stage.running.pid, signal.SIGSTOP)
    assert stage.stop() is Ended.LOST
    assert "was killed before it had saved" in capsys.readouterr().err
    assert stage.found is Found.DIED


def test_a_save_on_a_full_disk_is_not_trusted(stage, monkeypatch, capsys):
    full = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(emulator_save.shutil, "disk_usage", lambda _: full)
    stage.start()
    assert stage.stop() is Ended.LOST
    assert "is full" in capsys.readouterr().err


def test_what_was_saved_is_there_at_the_next_start(stage):
    stage.start()
    (stage.folder / "s3" / "object").write_text("kept")
    stage.stop()
    assert stage.start() is Found.STOPPED
    assert (stage.folder / "s3" / "object").read_text() == "kept"


@pytest.mark.parametrize("content", [None, "", "[1]", "{", '{"pid": "x", "started": 1}'])
def test_a_running_emulator_is_found_although_our_file_of_it_is_spoiled(stage, content):
    stage.start()
    first = stage.running
    file = stage.folder / "emulator.json"
    file.unlink() if content is None else file.write_text(content)
    assert stage.running == first
    assert stage.start() is Found.RUNNING


def test_another_program_with_the_number_of_the_emulators_own_file_is_not_taken_for_it(
    stage, monkeypatch
):
    stage.start()
    first = stage.running
    (stage.folder / "emulator.json").write_text("[1]")
    monkeypatch.setattr(emulator, "SERVER", stage.folder / "another.py")
    assert stage.running is None
    first.stop(5)


@pytest.mark.parametrize("content", [None, "", "[1]"])
def test_an_emulator_that_died_is_known_although_our_file_of_it_is_spoiled(stage, content):
    stage.start()
    stage.running.stop(5)
    file = stage.folder / "emulator.json"
    file.unlink() if content is None else file.write_text(content)
    assert stage.found is Found.DIED


def test_a_port_in_use_is_an_error_that_names_the_file_to_edit(stage, port):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(LocalError) as seen:
            stage.start()
    assert f"port {port} is taken by another program" in str(seen.value)
    assert "Pulumi.local.yaml" in str(seen.value)
    assert stage.running is None


def test_the_output_of_an_emulator_that_ends_while_starting_is_in_the_error(stage):
    emulator.SERVER.write_text(BROKEN)
    with pytest.raises(LocalError, match="no module named ministack"):
        stage.start()


def test_a_process_that_has_the_recorded_id_by_chance_is_not_stopped(stage):
    stage.folder.mkdir(parents=True)
    (stage.folder / "emulator.json").write_text(f'{{"pid": {os.getpid()}, "started": "once"}}')
    assert stage.running is None
    assert stage.stop() is Ended.NOT_RUNNING


def test_it_runs_in_a_session_of_its_own_without_the_terminals_ctrl_c(stage):
    stage.start()
    assert os.getsid(stage.running.pid) == stage.running.pid


def test_it_checks_permissions_and_stores_its_data_in_the_folder_of_the_stage(stage):
    stage.start()
    seen = json.loads((stage.folder / "seen.json").read_text())
    assert seen["AUTH"] == "true"
    assert seen["BIND_HOST"] == "127.0.0.1"
    for place in ("STATE_DIR", "S3_DATA_DIR", "TMPDIR", "HOME"):
        assert seen[place].startswith(str(stage.folder))


def test_of_the_callers_environment_it_gets_what_it_needs_by_name(stage, monkeypatch):
    for secret in ("AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "GITHUB_TOKEN", "PYTHONPATH", "AUTH"):
        monkeypatch.setenv(secret, "the caller's own")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ssl/company.pem")
    stage.start()
    seen = json.loads((stage.folder / "seen.json").read_text())
    assert "the caller's own" not in seen.values()
    assert seen["HTTPS_PROXY"] == "http://proxy.example:8080"
    assert seen["SSL_CERT_FILE"] == "/etc/ssl/company.pem"
    assert seen["PATH"] == os.environ["PATH"]


def test_what_it_writes_is_for_its_user_alone(stage):
    (stage.folder / "state").mkdir(parents=True)
    left = stage.folder / "state" / "cognito.json"
    left.write_text("{}")
    left.chmod(0o644)
    stage.folder.chmod(0o755)
    (stage.folder / "saved.json").write_text("{}")
    stage.start()
    stage.stop()
    written = list(stage.folder.rglob("*"))
    assert {left, stage.log, stage.folder / "seen.json"} <= set(written)
    assert [path for path in (stage.folder, *written) if path.stat().st_mode & 0o077] == []


def test_reset_requests_the_deletion_of_its_data(stage):
    stage.start()
    stage.reset()
    assert (stage.folder / "posted").read_text() == "/_ministack/reset"


def test_waits_of_workflows_have_the_scale_of_the_stage_which_is_one_by_default(stage):
    stage.start()
    assert json.loads((stage.folder / "seen.json").read_text())["SFN_WAIT_SCALE"] == "1"
    stage.stop()
    replace(stage, wait_scale=0.01).start()
    assert json.loads((stage.folder / "seen.json").read_text())["SFN_WAIT_SCALE"] == "0.01"


def test_a_running_emulator_gets_the_scale_of_waits(stage):
    stage.start()
    replace(stage, wait_scale=0.05).start()
    posted = (stage.folder / "posted").read_text()
    assert posted == '/_ministack/config{"stepfunctions._SFN_WAIT_SCALE": 0.05}'


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_scale_of_waits_outside_its_limits_is_refused(scale):
    with pytest.raises(LocalError, match=f"more than 0 and at most 1, got {scale}"):
        Emulator("local", "http://127.0.0.1:4566", wait_scale=scale)


@pytest.mark.parametrize(
    "endpoint", ["https://sqs.eu-west-1.amazonaws.com", "http://10.0.0.1:4566"]
)
def test_an_endpoint_on_another_machine_is_refused(endpoint):
    with pytest.raises(LocalError, match="must be on this machine"):
        Emulator("local", endpoint)


def test_an_endpoint_without_a_port_is_refused():
    with pytest.raises(LocalError, match="names no port"):
        Emulator("local", "http://127.0.0.1")


def test_its_environment_has_no_package_of_the_layer():
    names = {line.split("==")[0] for line in emulator_install.REQUIREMENTS.read_text().splitlines()}
    assert {name for name in names if name and not name.startswith("#")} == {
        "ministack",
        "cryptography",
        "boto3",
        # For the emulator's Athena; a layer brings it on AWS only.
        "duckdb",
    }
