"""Emulator save: whether an emulator that has ended saved all that it held.

It saves one file for each service when it ends, catches what fails, logs it, and ends as usual.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

FAILED = ("Persistence: failed to save", "Persistence: error getting state")
# A disk with less room may have refused a part of the save, and the line in the log, too.
FREE_BYTES = 64 * 1024 * 1024
# File systems keep times as coarse as this.
CLOCK_SECONDS = 1


@dataclass(frozen=True)
class Save:
    """Made before the emulator is asked to end: the folder of its state, and its log."""

    state: Path
    log: Path
    asked: float = field(default_factory=time.time)
    logged: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "logged", self.log.stat().st_size if self.log.is_file() else 0)

    def failure(self) -> str | None:
        """Why the save cannot be relied on, once the emulator has ended; None if it can."""
        failed = [line for line in self._lines() if any(mark in line for mark in FAILED)]
        if failed:
            return f"it could not save everything ({failed[0].strip()})"
        if shutil.disk_usage(self.state).free < FREE_BYTES:
            return f"the disk of {self.state} is full, so it may not have saved everything"
        written = [file.stat().st_mtime for file in self.state.glob("*.json")]
        if max(written, default=0) < self.asked - CLOCK_SECONDS:
            return "it ended without saving"
        return None

    def _lines(self) -> list[str]:
        """What it has logged since."""
        if not self.log.is_file():
            return []
        with self.log.open("rb") as log:
            log.seek(self.logged)
            return log.read().decode("utf-8", errors="replace").splitlines()
