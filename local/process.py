"""Process: a program that outlives the command that started it, found again by a file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Process:
    """A process id that means one process: the same number, started at the same moment."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        return self.started != "" and started_at(self.pid) == self.started

    def stop(self, seconds: float) -> bool:
        """Ask it to end and wait so many seconds; True if it did, else it is killed."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > deadline:
                self._signal(signal.SIGKILL)
                return False
            time.sleep(POLL_SECONDS)
        return True

    def _signal(self, number: int) -> None:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return


def start(
    command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path, file: Path
) -> Process:
    """Start a process in a session of its own, which Ctrl-C here does not reach; note it down."""
    with log.open("ab") as words:
        child = subprocess.Popen(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    process = Process(child.pid, started_at(child.pid))
    file.write_text(json.dumps({"pid": process.pid, "started": process.started}), "utf-8")
    # Another command waits for it later; this one must not keep it as a zombie.
    child.returncode = 0
    return process


def recorded(file: Path) -> Process | None:
    """The process that a file records, alive or not."""
    try:
        noted = json.loads(file.read_text("utf-8"))
        return Process(int(noted["pid"]), str(noted["started"]))
    except (OSError, ValueError, KeyError):
        return None


def started_at(pid: int) -> str:
    """A word for when a process was started; empty if it is gone, or only waits to be buried."""
    if Path("/proc/self/stat").exists():
        return _from_proc(pid)
    said = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return "" if not said or said[0].startswith("Z") else " ".join(said[1:])


def _from_proc(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    # The second field is the command's name, in brackets, and may hold blanks and brackets itself.
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], fields[19]
    return "" if state in "ZX" else started
