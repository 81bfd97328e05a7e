"""What a function finds around it on AWS and not on the emulator: variables, time zone, layers."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any, Final

# Written by the provider beside the function's own variables, taken away before the handler looks.
VARIABLE: Final = "PLATFORM_LOCAL_RUNTIME"


def set_up() -> None:
    """Variables as AWS names them; then the layers, behind the function's own code on the path."""
    settings = json.loads(os.environ.pop(VARIABLE, "{}"))
    os.environ |= {"TZ": "UTC", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand"}
    os.environ |= settings.get("environment", {})
    time.tzset()
    for place, layer in enumerate(settings.get("layers", []), start=1):
        sys.path.insert(place, os.path.join(unpacked(layer), "python"))


def unpacked(layer: dict[str, Any]) -> str:
    """The layer's folder: made once on this machine, then shared by every function with it."""
    temporary = os.environ.get("TMPDIR") or "/tmp"
    folder = os.path.join(temporary, f"platform-layer-{layer['digest']}")
    if not os.path.isdir(folder):
        _fetch(layer["url"], folder)
    return folder


def _fetch(url: str, folder: str) -> None:
    """Functions that start at the same time may all fetch; one of them wins."""
    import io
    import shutil
    import tempfile
    import zipfile
    from urllib.request import ProxyHandler, build_opener

    with build_opener(ProxyHandler({})).open(url) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    draft = tempfile.mkdtemp(dir=os.path.dirname(folder))
    archive.extractall(draft)
    try:
        os.rename(draft, folder)
    except OSError:
        shutil.rmtree(draft)
