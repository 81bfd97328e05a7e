"""Checkout: where everything generated lies, and the environment that keeps it all in there."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
BIN = LOCAL / "bin"
PULUMI_HOME = LOCAL / "pulumi-home"
STATE = LOCAL / "state"
STAGES = LOCAL / "stages"
EMULATOR_VENV = LOCAL / "emulator"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class LocalError(Exception):
    """Something on this machine is not as it must be; the message says what, and what to do."""


def stage_folder(stage: str) -> Path:
    """What the emulator of a stage keeps: data, log and process id."""
    return STAGES / stage


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """The variables under which Pulumi, run by anybody, stays inside this checkout."""
    return {
        "PATH": _path(base.get("PATH", os.defpath)),
        "PULUMI_HOME": str(PULUMI_HOME),
        "PULUMI_BACKEND_URL": f"file://{STATE}",
        # No secret stands in a stage's file or in a local state, so there is nothing to lock.
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "PULUMI_PYTHON_CMD": str(PYTHON),
        "PLATFORM_PROVIDER_JOURNAL": str(LOCAL / "provider-journal"),
        "PLATFORM_LAMBDA_PYTHON": str(EMULATOR_VENV / "bin" / "python"),
    }


def exports(base: Mapping[str, str]) -> str:
    """The same variables as lines for a shell's ``eval``."""
    variables = environment(base).items()
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables)


def _path(path: str) -> str:
    own = [str(BIN), str(VENV / "bin")]
    return os.pathsep.join([*own, *(part for part in path.split(os.pathsep) if part not in own)])
