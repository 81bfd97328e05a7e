"""Emulator install: a virtual environment of its own, without the packages of the runtime layer."""

from __future__ import annotations

import sys
from pathlib import Path

from local import files, progress
from local.checkout import EMULATOR_VENV, ROOT

REQUIREMENTS = Path(__file__).with_name("emulator-requirements.txt")


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
    files.write(stamp, wanted)
