"""Checkout: the folder of this project, what is generated in it, and the variables for Pulumi."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

# What a checkout holds and an installed package does not.
MARKS = ("Pulumi.yaml", "__main__.py", "program", "services")


def is_checkout(folder: Path) -> bool:
    """Whether a folder is a checkout of this project, or of a fork of it."""
    return all((folder / mark).exists() for mark in MARKS)


def find(here: Path, working: Path) -> Path:
    """The checkout that ``here`` is the root of, else the one at or above ``working``.

    The second is for a command that was installed with pip. Without a checkout it is ``working``:
    ``require`` refuses that before a command uses it.
    """
    candidates = (here, working, *working.parents)
    return next((folder for folder in candidates if is_checkout(folder)), working)


ROOT = find(Path(__file__).resolve().parent.parent, Path.cwd())
LOCAL = ROOT / ".local"
BIN = LOCAL / "bin"
PULUMI = BIN / "pulumi"
# What PULUMI runs: the engine, with its language host beside it.
ENGINE = LOCAL / "engine" / "pulumi"
PULUMI_HOME = LOCAL / "pulumi-home"
STATE = LOCAL / "state"
STAGES = LOCAL / "stages"
EMULATOR_VENV = LOCAL / "emulator"
PROVIDER_JOURNAL = LOCAL / "provider-journal"
VENV = ROOT / ".venv"
# The checkout's own environment (make venv); without it the one that this command runs in.
PYTHON = VENV / "bin" / "python" if VENV.is_dir() else Path(sys.executable)


class LocalError(Exception):
    """Something on this machine is not as it must be; the message says what, and what to do."""


def require() -> None:
    """Raise ``LocalError`` where there is no checkout to work on."""
    if not is_checkout(ROOT):
        raise LocalError(
            f"this works on a checkout of the platform (a folder with {', '.join(MARKS)}), "
            f"and there is none at or above {Path.cwd()}; change into one"
        )


def stage_folder(stage: str) -> Path:
    """What the emulator of a stage keeps: data, log and process id."""
    return STAGES / stage


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """The variables with which ``pulumi`` keeps its state and plugins inside this checkout."""
    return {
        "PATH": _path(base.get("PATH", os.defpath)),
        "PULUMI_HOME": str(PULUMI_HOME),
        # A file of metadata beside each state may be left empty by a kill, and then no command can
        # read the state: https://gocloud.dev/howto/blob/#local knows how to do without.
        "PULUMI_BACKEND_URL": f"file://{STATE}?metadata=skip",
        # No stage's file and no local state holds a secret, so there is nothing to encrypt.
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "PULUMI_PYTHON_CMD": str(PYTHON),
        "PLATFORM_PROVIDER_JOURNAL": str(PROVIDER_JOURNAL),
        "PLATFORM_LAMBDA_PYTHON": str(EMULATOR_VENV / "bin" / "python"),
    }


def exports(base: Mapping[str, str]) -> str:
    """The same variables as lines for a shell's ``eval``."""
    variables = environment(base).items()
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables)


def _path(path: str) -> str:
    own = [str(BIN), str(PYTHON.parent)]
    return os.pathsep.join([*own, *(part for part in path.split(os.pathsep) if part not in own)])
