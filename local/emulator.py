"""Emulator: AWS on this machine for one local stage; started, found again, reset and stopped."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from local import files, process, progress, stream_positions
from local.checkout import EMULATOR_VENV, LocalError, stage_folder
from local.emulator_environment import PARTS, environment
from local.emulator_install import install
from local.emulator_save import Save
from local.permissions import FILE

LOOPBACK = ("127.0.0.1", "localhost", "::1")
READY_SECONDS = 30
# It writes its state down when it ends, which takes about two seconds, and 30 where 40 processes
# want the two processors.
STOP_SECONDS = 90
LOG_TAIL = 15
SERVER = Path(__file__).with_name("emulator_process") / "server.py"


class Found(Enum):
    """What was there when the emulator was to be started."""

    RUNNING = "already running"
    STOPPED = "not running"
    DIED = "it had ended without saving what it held"


class Ended(Enum):
    """How an emulator ended."""

    SAVED = "stopped"
    LOST = "stopped without saving"
    NOT_RUNNING = "was not running"


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
        """Its process, if that is alive; found by the emulator's own file if ours is lost."""
        recorded = process.recorded(self._file) or self._recorded_by_itself()
        return recorded if recorded and recorded.alive else None

    @property
    def found(self) -> Found:
        """What there is to start from: only a save that is known to be whole counts as one."""
        if self.running:
            return Found.RUNNING
        clean = self._saved.is_file() or not (self.folder / "state").exists()
        return Found.STOPPED if clean else Found.DIED

    def start(self) -> Found:
        """Have it running and ready; says what was found, raises ``LocalError`` if it cannot be.

        One that ended without saving starts with nothing: what it saved before is older than the
        state of the stacks.
        """
        found = self.found
        if found is Found.RUNNING:
            self._wait_until_ready()
            self._scale_waits()
            return found
        port = urlsplit(self.endpoint).port or 0
        if _answers(port):
            raise LocalError(
                f"port {port} is taken by another program, so the emulator of stage {self.stage} "
                f"cannot listen there; stop that program, or give another port under endpoint in "
                f"Pulumi.{self.stage}.yaml"
            )
        if found is Found.DIED:
            self.remove_state()
        install()
        for part in PARTS:
            files.make_folder(self.folder / part)
        files.make_private(self.folder)
        self._saved.unlink(missing_ok=True)
        stream_positions.rewind(self.folder / "state")
        # Isolated (-I): a variable or the folder of the script adds nothing to what it imports.
        command = [str(EMULATOR_VENV / "bin" / "python"), "-I", str(SERVER)]
        variables = environment(os.environ, self.folder, port, self.wait_scale)
        process.start(command, variables, self.folder, self.log, self._file)
        self._wait_until_ready()
        return found

    def reset(self) -> None:
        """Delete all resources of a running emulator."""
        self._post("reset")

    def stop(self) -> Ended:
        """End it, so that it saves what it holds; says on stderr why it did not."""
        running = self.running
        ended = Ended.NOT_RUNNING
        if running:
            why_not = self._end(running)
            ended = Ended.LOST if why_not else Ended.SAVED
            if why_not:
                progress.say(f"emulator: {why_not}; the next start begins with nothing")
            else:
                files.write_json(self._saved, {"pid": running.pid})
        self._file.unlink(missing_ok=True)
        return ended

    def discard(self) -> None:
        """End it at once, with its functions: what it holds is not saved."""
        if running := self.running:
            running.kill()
        self._file.unlink(missing_ok=True)

    def _end(self, running: process.Process) -> str | None:
        """End its process; why what it held is not saved, or None if it is."""
        save = Save(self.folder / "state", self.log)
        if not running.stop(STOP_SECONDS):
            return f"it did not end within {STOP_SECONDS} s and was killed before it had saved"
        return save.failure()

    def remove_state(self) -> None:
        """Remove what a stopped emulator has saved."""
        self._saved.unlink(missing_ok=True)
        (self.folder / FILE).unlink(missing_ok=True)
        for part in PARTS:
            shutil.rmtree(self.folder / part, ignore_errors=True)

    @property
    def _file(self) -> Path:
        return self.folder / "emulator.json"

    @property
    def _saved(self) -> Path:
        """There from a save that was whole until the next start."""
        return self.folder / "saved.json"

    def _recorded_by_itself(self) -> process.Process | None:
        """The process that the emulator itself wrote down, if it is one of its server's."""
        own = self.folder / "tmp" / f"ministack-{urlsplit(self.endpoint).port}.pid"
        pid = int(own.read_text("utf-8") or 0) if own.is_file() else 0
        is_one = pid > 0 and str(SERVER) in process.command_of(pid)
        return process.Process(pid, process.started_at(pid)) if is_one else None

    def _scale_waits(self) -> None:
        """One that was running may have been started with another scale."""
        self._post("config", json.dumps({"stepfunctions._SFN_WAIT_SCALE": self.wait_scale}))

    def _post(self, what: str, body: str = "") -> None:
        url = f"{self.endpoint}/_ministack/{what}"
        request = urllib.request.Request(url, data=body.encode(), method="POST")
        urllib.request.urlopen(request, timeout=30).close()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._ready():
            if not self.running:
                raise LocalError(f"the emulator ended while starting:\n{self._last_words()}")
            if time.monotonic() > deadline:
                raise LocalError(
                    f"the emulator is not ready after {READY_SECONDS} s; see {self.log}, "
                    f"or end it: platform emulator stop --stage {self.stage}"
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


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
