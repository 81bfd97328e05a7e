"""Installer: Pulumi's own, for machines that can reach its site."""

from __future__ import annotations

import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from local import progress

SITE = "https://get.pulumi.com/"
REACH_SECONDS = 4


def binary(cache: Path) -> Path:
    """Where an installed engine lies, with the language hosts beside it."""
    return cache / "installed" / "bin" / "pulumi"


def unreachable() -> str | None:
    """Why the installer cannot be used, in one line; None if it can."""
    if shutil.which("curl") is None:
        return "Pulumi's installer needs curl, which is not on PATH"
    try:
        with urllib.request.urlopen(SITE, timeout=REACH_SECONDS):
            return None
    except (urllib.error.URLError, OSError) as failure:
        reason = getattr(failure, "reason", failure)
        return f"Pulumi's installer at {SITE} cannot be reached: {reason}"


def install(version: str, cache: Path) -> Path:
    """Run the installer into the cache; leaves nothing half done behind."""
    target, partial = cache / "installed", cache / "installing"
    shutil.rmtree(partial, ignore_errors=True)
    cache.mkdir(parents=True, exist_ok=True)
    with urllib.request.urlopen(SITE, timeout=REACH_SECONDS) as response:
        script = cache / "install.sh"
        script.write_bytes(response.read())
    options = ["--no-edit-path", "--install-root", str(partial), "--version", version[1:]]
    progress.run(f"Pulumi's installer fetches {version}", ["sh", str(script), *options])
    subprocess.run([partial / "bin" / "pulumi", "version"], check=True, capture_output=True)
    partial.rename(target)
    return binary(cache)
