"""Forks for engines: the Python processes of a command's engines start from one fork server."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local.checkout import PYTHON, ROOT
from local.forks.client import VARIABLE

SERVER = Path(__file__).with_name("server.py")
END_SECONDS = 2

LIBRARIES = (
    *("boto3", "botocore.auth", "botocore.endpoint", "click.shell_completion", "difflib"),
    *("encodings.idna", "google.protobuf.json_format", "graphql", "grpc.aio", "grpc.experimental"),
    *("pulumi", "pulumi.policy", "pulumi.provider.experimental.server", "pulumi_aws"),
    *("pulumi_awsx", "pydantic.json_schema", "pydantic.type_adapter", "rich.live"),
    *("rich.progress", "rich.table", "tomllib", "yaml", "zoneinfo"),
)
# What programs use of the AWS SDK, which imports it with the first use, and the provider of boto3.
PROGRAMS = ("components", "microservice", "program", "services")
AWS_PACKAGE = re.compile(r"\baws\.([a-z_0-9]+)\.(?:[A-Z]|get_)")
CLIENT = re.compile(r"\bclient\(\"([a-z0-9-]+)\"")


@contextmanager
def preloaded() -> Iterator[None]:
    """Engines that are started meanwhile find the server by a variable of this process.

    A caller's own server is used. On other systems than Linux, where libraries may not survive a
    fork, each process starts by itself.
    """
    if VARIABLE in os.environ or sys.platform != "linux":
        yield
        return
    # The path of a socket has at most 108 bytes; that of a checkout may have more.
    folder = tempfile.mkdtemp(prefix="platform-")
    address = str(Path(folder, "socket"))
    with socket.socket(socket.AF_UNIX) as server_socket:
        server_socket.bind(address)
        server_socket.listen()
        number = server_socket.fileno()
        server = subprocess.Popen(
            [PYTHON, "-I", SERVER, str(number), json.dumps(imported())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[number],
            start_new_session=True,
        )
    os.environ[VARIABLE] = address
    try:
        yield
    finally:
        del os.environ[VARIABLE]
        shutil.rmtree(folder)
        assert server.stdin is not None
        server.stdin.close()
        # It has not yet served: nothing waits for what it still imports.
        server.terminate()
        # It outlives a command whose engine was killed, with what that engine has left.
        with suppress(subprocess.TimeoutExpired):
            server.wait(END_SECONDS)


def imported() -> dict[str, list[str]]:
    """What the server imports."""
    packages = sorted({name for part in PROGRAMS for name in named(ROOT / part, AWS_PACKAGE)})
    return {
        "libraries": [*LIBRARIES, *(f"pulumi_aws.{name}" for name in packages)],
        "clients": sorted(named(ROOT / "local" / "provider", CLIENT)),
    }


def named(folder: Path, pattern: re.Pattern[str]) -> set[str]:
    """What the sources in a folder name in some way."""
    texts = (file.read_text("utf-8") for file in folder.rglob("*.py"))
    return {found for text in texts for found in pattern.findall(text)}
