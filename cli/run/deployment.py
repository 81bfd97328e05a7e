"""Deployment: one run of the engine on one stack, followed by its events."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local import files, stage_lock
from local.checkout import PULUMI, ROOT, environment

STACK_TYPE = "pulumi:pulumi:Stack"
MARKUP = re.compile(r"<\{%.*?%\}>")
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"


@dataclass
class Deployment:
    """Runs ``pulumi up``, ``refresh`` or ``destroy``; readable from other threads while it does.

    With ``variables`` it is a ``program`` and a backend of the user's own, and they are all that
    the engine gets; without, it is this checkout's engine with its state in ``.local``.
    """

    stack: str
    operation: str
    config: Path
    folder: Path = ROOT
    program: Path | None = None
    variables: Mapping[str, str] | None = None
    flags: tuple[str, ...] = ()
    state: str = WAITING
    started: float | None = None
    ended: float | None = None
    attempts: int = 0
    seen: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    working: dict[str, str] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    # A second Ctrl-C may arrive while the first is still being answered, in the same thread.
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def seconds(self) -> float:
        if self.started is None:
            return 0.0
        return (self.ended or time.monotonic()) - self.started

    @property
    def changed(self) -> int:
        """How many resources are not as they were."""
        return sum(count for kind, count in self.changes.items() if kind not in ("same", "read"))

    def run(self, prepare: Callable[[], None] = lambda: None) -> None:
        """Deploy; never raises, the outcome is in ``state`` and ``complaints``."""
        with self._lock:
            if self.state == CANCELLED:
                return
            self.state, self.attempts = RUNNING, self.attempts + 1
            self.started = self.started or time.monotonic()
            self.complaints.clear()
        try:
            prepare()
            code = self._follow()
        except Exception as failure:  # the other stacks are to go on, whatever happened to this one
            self.complaints.append(str(failure))
            code = 1
        self.ended = time.monotonic()
        if code != 0 and self.state != CANCELLED:
            self.state = FAILED
        elif code == 0:
            self.state = DONE

    def skip(self, resources: int) -> None:
        """Take it as done: the engine would find so many resources and nothing to do."""
        self.started = self.ended = time.monotonic()
        self.changes = {"same": resources}
        self.state = DONE

    def interrupt(self) -> None:
        """Have the engine stop when what it is doing is done and written down."""
        with self._lock:
            if self.state in (WAITING, RUNNING):
                self.state = CANCELLED
            if self._process and self._process.poll() is None:
                self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End the engine at once; what it was doing is not written down."""
        with self._lock:
            if self._process and self._process.poll() is None:
                self._process.kill()

    def follow(self, event: dict[str, Any]) -> None:
        """Update the state by one of the engine's events."""
        if found := event.get("resourcePreEvent"):
            self._begin(found["metadata"])
        elif found := event.get("resOutputsEvent"):
            self._end(found["metadata"])
        elif found := event.get("resOpFailedEvent"):
            self._end(found["metadata"])
        elif found := event.get("diagnosticEvent"):
            self._complain(found)
        elif found := event.get("policyEvent"):
            if found["enforcementLevel"] == "mandatory":
                about = name_of(found.get("resourceUrn") or "")
                said = MARKUP.sub("", found["message"]).strip()
                self.complaints.append(f"{about}: {found['policyName']}: {said}".removeprefix(": "))
        elif found := event.get("summaryEvent"):
            self.changes = dict(found["resourceChanges"] or {})

    def _follow(self) -> int:
        command = [str(self.program or PULUMI), self.operation, "--yes", "--skip-preview"]
        command += ["--non-interactive", "--json", "--stack", self.stack]
        command += ["--config-file", str(self.config), *self.flags]
        with self._lock:
            if self.state == CANCELLED:
                return 1
            self._process = process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                # Ctrl-C goes to all processes of a terminal; the engine takes a second one for
                # "at once", so it gets only the signal that ``interrupt`` sends.
                start_new_session=True,
                # If this process is killed, the stage stays locked until its engines have ended.
                pass_fds=stage_lock.inherited(),
                umask=files.UMASK,
            )
        words: list[str] = []
        reader = threading.Thread(target=lambda: words.extend(process.stderr or ()), daemon=True)
        reader.start()
        for line in process.stdout or ():
            if line.startswith("{"):
                self.follow(json.loads(line))
        code = process.wait()
        reader.join()
        if code != 0 and not self.complaints:
            said = "".join(words).strip()
            how = f"was killed (signal {-code})" if code < 0 else f"ended with code {code}"
            self.complaints.append(said or f"pulumi {how}")
        return code

    def _environment(self) -> dict[str, str]:
        """A program outside this folder finds the catalogue as if it were installed.

        The engine writes its state once, at the end: what a run that is killed has made is in the
        provider's journal, and `stacks.settle` compares the state with the emulator. On AWS
        there is no journal, so each step is written down.
        """
        if self.variables is not None:
            return dict(self.variables)
        once = {"PULUMI_SKIP_CHECKPOINTS": "true"}
        return {**os.environ, **environment(os.environ), **once, "PYTHONPATH": str(ROOT)}

    def _begin(self, step: dict[str, Any]) -> None:
        self.seen.add(step["urn"])
        if step["op"] not in ("same", "read") and step["type"] != STACK_TYPE:
            self.working[step["urn"]] = name_of(step["urn"])

    def _end(self, step: dict[str, Any]) -> None:
        self.seen.add(step["urn"])
        self.finished.add(step["urn"])
        self.working.pop(step["urn"], None)

    def _complain(self, found: dict[str, Any]) -> None:
        if found.get("ephemeral") or found["severity"] not in ("error", "warning"):
            return
        text = MARKUP.sub("", found["message"]).strip()
        about = name_of(found["urn"]) if found.get("urn") else ""
        heap = self.complaints if found["severity"] == "error" else self.warnings
        heap.append(f"{about}: {text}" if about else text)


def name_of(urn: str) -> str:
    """A resource as people speak of it: ``Function orders-place``; nothing for the stack itself."""
    kind, _, name = urn.partition("::")[2].partition("::")[2].rpartition("::")
    token = kind.rpartition("$")[2]
    return "" if token == STACK_TYPE else f"{token.rpartition(':')[2]} {name}"
