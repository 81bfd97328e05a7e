"""Process: a program that outlives the command that started it, found again by a file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from local import files

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
                while self.alive:
                    time.sleep(POLL_SECONDS)
                return False
            time.sleep(POLL_SECONDS)
        return True

    def kill(self) -> None:
        """End it at once, with what it has started in its session."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        while self.alive:
            time.sleep(POLL_SECONDS)

    def _signal(self, number: int) -> None:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return


def start(
    command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path, file: Path
) -> Process:
    """Start a process in a session of its own, which Ctrl-C here does not reach; note it down.

    What it writes is for its user alone, as its log is.
    """
    with files.append(log) as words:
        child = subprocess.Popen(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
            umask=files.UMASK,
        )
    process = Process(child.pid, started_at(child.pid))
    files.write_json(file, {"pid": process.pid, "started": process.started})
    # Another command waits for it later; this one must not keep it as a zombie.
    child.returncode = 0
    return process


def recorded(file: Path) -> Process | None:
    """The process that a file records, alive or not."""
    noted = files.read_json(file) or {}
    pid, started = noted.get("pid"), noted.get("started")
    if not isinstance(pid, int) or not isinstance(started, str):
        return None
    return Process(pid, started)


def started_at(pid: int) -> str:
    """A word for when a process was started; empty if it is gone, or only waits to be buried."""
    if Path("/proc/self/stat").exists():
        return _from_proc(pid)
    said = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return "" if not said or said[0].startswith("Z") else " ".join(said[1:])


def moment_started(pid: int) -> float | None:
    """When a process was started, in seconds since 1970, to about a second; None if it is gone."""
    started = started_at(pid)
    if not started:
        return None
    if Path("/proc/self/stat").exists():
        with Path("/proc/stat").open(encoding="ascii") as lines:
            booted = next(int(line.split()[1]) for line in lines if line.startswith("btime "))
        return booted + int(started) / os.sysconf("SC_CLK_TCK")
    return datetime.strptime(started, "%a %b %d %H:%M:%S %Y").timestamp()


def program_of(pid: int) -> str:
    """The file name of the program that a process runs; empty if it is gone."""
    if not Path("/proc/self/stat").exists():
        command = ["ps", "-o", "comm=", "-p", str(pid)]
        return Path(subprocess.run(command, capture_output=True, text=True).stdout.strip()).name
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""


def command_of(pid: int) -> str:
    """The command line of a process, with blanks between its words; empty if it is gone."""
    if not Path("/proc/self/stat").exists():
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    return words.replace("\0", " ").strip()


def _from_proc(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    # The second field is the command's name, in brackets, and may hold blanks and brackets itself.
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], fields[19]
    return "" if state in "ZX" else started
