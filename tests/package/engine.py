"""The engine, asked about the package."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from local.checkout import PULUMI, environment
from local.toolchain.setup import set_up
from settings import ROOT


def get_schema() -> dict[str, Any]:
    """What ``pulumi package get-schema`` says of the package."""
    set_up(os.environ)
    done = subprocess.run(
        [PULUMI, "package", "get-schema", "./package"],
        cwd=ROOT,
        env={**os.environ, **environment(os.environ)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
