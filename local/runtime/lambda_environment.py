"""What a function finds around it on AWS and not on the emulator: variables, time zone, layers."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any, Final

# Written by the provider beside the function's own variables, taken away before the handler looks.
VARIABLE: Final = "PLATFORM_LOCAL_RUNTIME"
# As in local/forks/client.py, which a function does not bring.
FORK_SERVER: Final = "PLATFORM_FORK_SERVER"


def set_up() -> None:
    """Variables as AWS names them; then the layers, behind the function's own code on the path."""
    settings = json.loads(os.environ.pop(VARIABLE, "{}"))
    os.environ |= {"TZ": "UTC", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand"}
    os.environ |= settings.get("environment", {})
    os.environ.pop(FORK_SERVER, None)
    time.tzset()
    layers = [os.path.join(unpacked(layer), "python") for layer in settings.get("layers", [])]
    sys.path[1:1] = layers
    for folder in (sys.path[0], *layers):
        forget_hidden(folder)


def forget_hidden(folder: str) -> None:
    """Have a function import the libraries that it brings, or a layer: the process that it was
    forked from may have imported another version.
    """
    for entry in os.listdir(folder) if os.path.isdir(folder) else ():
        library = entry.removesuffix(".py")
        file = getattr(sys.modules.get(library), "__file__", None) or ""
        if "site-packages" in file and not file.startswith(folder):
            for name in list(sys.modules):
                if name == library or name.startswith(f"{library}."):
                    del sys.modules[name]


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
