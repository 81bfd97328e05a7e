"""Node packages: where ``make venv`` puts them, and how to run a script with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# Beside the Python packages, so that every checkout that shares an environment shares these too.
MODULES = Path(sys.prefix) / "node" / "node_modules"
NODE = Path(sys.prefix) / "bin" / "node"
SCRIPTS = Path(__file__).parent / "node"


def package(name: str) -> Path:
    """The folder of an installed package."""
    found = MODULES / name
    if not found.is_dir():
        raise FileNotFoundError(f"{name} is not in {MODULES}: run make venv")
    return found


def run(script: str, given: Any) -> Any:
    """What a script of ``tests/aws/node`` writes for a JSON value that it reads."""
    done = subprocess.run(
        [NODE, SCRIPTS / script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(MODULES)},
    )
    return json.loads(done.stdout)
