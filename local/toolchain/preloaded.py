"""Preloaded: while a command runs engines, their Python processes start from a fork server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local.checkout import PYTHON, ROOT
from local.toolchain.fork_client import VARIABLE

SERVER = Path(__file__).with_name("fork_server.py")
END_SECONDS = 2


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
            [PYTHON, "-I", SERVER, str(number), str(ROOT)],
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
