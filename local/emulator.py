"""Emulator: AWS on this machine for one local stage; started, found again, reset and stopped."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from local import process, progress
from local.checkout import EMULATOR_VENV, ROOT, LocalError, stage_folder

REQUIREMENTS = Path(__file__).with_name("emulator-requirements.txt")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
READY_SECONDS = 30
# It writes its state down when it ends, which takes about two seconds.
STOP_SECONDS = 30
LOG_TAIL = 15

SETTINGS = {
    "BIND_HOST": "127.0.0.1",
    # A missing grant is to fail here, not in production.
    "AUTH": "true",
    "IOT_MTLS_ENABLED": "0",
    "SFTP_ENABLED": "0",
    "PERSIST_STATE": "1",
    "S3_PERSIST": "1",
    # An idle function's process is 23 MB; a burst may leave hundreds of them.
    "LAMBDA_WARM_TTL_SECONDS": "60",
    "LOG_LEVEL": "WARNING",
}


class Found(Enum):
    """What was there when the emulator was to be started."""

    RUNNING = "already running"
    STOPPED = "not running"
    DIED = "it had died without saving what it held"


@dataclass(frozen=True)
class Emulator:
    """The emulator of one stage; ``endpoint`` must be an address of this machine.

    Workflows wait, and wait between retries, ``wait_scale`` times as long as they say.
    """

    stage: str
    endpoint: str
    wait_scale: float = 1

    def __post_init__(self) -> None:
        if urlsplit(self.endpoint).hostname not in LOOPBACK:
            raise LocalError(
                f"the emulator of stage {self.stage} must be on this machine "
                f"(http://127.0.0.1:<port>), got {self.endpoint}"
            )
        if urlsplit(self.endpoint).port is None:
            raise LocalError(f"the endpoint of stage {self.stage} names no port: {self.endpoint}")
        if not 0 < self.wait_scale <= 1:
            raise LocalError(
                f"the waits of stage {self.stage} can be scaled by more than 0 and at most 1, "
                f"got {self.wait_scale}"
            )

    @property
    def folder(self) -> Path:
        return stage_folder(self.stage)

    @property
    def log(self) -> Path:
        return self.folder / "emulator.log"

    @property
    def running(self) -> process.Process | None:
        """Its process, if that is alive."""
        noted = process.recorded(self._file)
        return noted if noted and noted.alive else None

    def start(self) -> Found:
        """Have it running and ready; says what was found, raises ``LocalError`` if it cannot be."""
        if self.running:
            self._wait_until_ready()
            self._scale_waits()
            return Found.RUNNING
        found = Found.DIED if self._file.exists() else Found.STOPPED
        port = urlsplit(self.endpoint).port or 0
        if _answers(port):
            raise LocalError(
                f"port {port} is taken by another program, so the emulator of stage {self.stage} "
                f"cannot listen there; stop that program, or give another port under endpoint in "
                f"Pulumi.{self.stage}.yaml"
            )
        install()
        for part in ("state", "s3", "tmp"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        command = [str(EMULATOR_VENV / "bin" / "ministack")]
        process.start(command, self._environment(port), self.folder, self.log, self._file)
        self._wait_until_ready()
        return found

    def reset(self) -> None:
        """Delete all resources of a running emulator."""
        self._post("reset")

    def stop(self) -> bool:
        """End it, so that it saves what it holds; False if it was not running."""
        running = self.running
        if running and not running.stop(STOP_SECONDS):
            progress.say(f"emulator: did not end within {STOP_SECONDS} s and was killed")
        self._file.unlink(missing_ok=True)
        return running is not None

    def remove_state(self) -> None:
        """Remove what a stopped emulator has saved."""
        for part in ("state", "s3", "tmp"):
            shutil.rmtree(self.folder / part, ignore_errors=True)

    @property
    def _file(self) -> Path:
        return self.folder / "emulator.json"

    def _scale_waits(self) -> None:
        """One that was running may have been started with another scale."""
        self._post("config", json.dumps({"stepfunctions._SFN_WAIT_SCALE": self.wait_scale}))

    def _post(self, what: str, body: str = "") -> None:
        url = f"{self.endpoint}/_ministack/{what}"
        request = urllib.request.Request(url, data=body.encode(), method="POST")
        urllib.request.urlopen(request, timeout=30).close()

    def _environment(self, port: int) -> dict[str, str]:
        return {
            **_without_aws(os.environ),
            **SETTINGS,
            "GATEWAY_PORT": str(port),
            "SFN_WAIT_SCALE": str(self.wait_scale),
            "STATE_DIR": str(self.folder / "state"),
            "S3_DATA_DIR": str(self.folder / "s3"),
            "TMPDIR": str(self.folder / "tmp"),
        }

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._ready():
            if not self.running:
                raise LocalError(f"the emulator ended while starting:\n{self._last_words()}")
            if time.monotonic() > deadline:
                raise LocalError(
                    f"the emulator is not ready after {READY_SECONDS} s; see {self.log}"
                )
            time.sleep(process.POLL_SECONDS)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _last_words(self) -> str:
        if not self.log.is_file():
            return f"(nothing in {self.log})"
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-LOG_TAIL:])


def install() -> None:
    """Give the emulator its own virtual environment, unless it has it."""
    stamp = EMULATOR_VENV / "requirements.txt"
    wanted = REQUIREMENTS.read_text("utf-8")
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    progress.run(
        f"making the emulator's environment in {EMULATOR_VENV.relative_to(ROOT)}",
        [sys.executable, "-m", "venv", "--clear", str(EMULATOR_VENV)],
    )
    pip = [str(EMULATOR_VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    progress.run(
        "installing the emulator",
        [*pip, "install", "--quiet", "--requirement", str(REQUIREMENTS)],
    )
    stamp.write_text(wanted, "utf-8")


def _without_aws(environ: Mapping[str, str]) -> dict[str, str]:
    """Functions inherit the emulator's environment; no real account may be in it."""
    return {name: value for name, value in environ.items() if not name.startswith("AWS_")}


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
