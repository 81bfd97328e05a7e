"""Emulator forks: functions start from a process that has imported boto3.

Half of what a cold start takes is that import, and a burst of requests starts a process for each.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

SERVER = Path(__file__).parents[1] / "forks" / "server.py"
# As in local/forks/client.py, which the start of a function reads; not a function's own code.
VARIABLE = "PLATFORM_FORK_SERVER"
# What the services' handlers use, and what a client of it needs besides.
IMPORTED = {
    "libraries": ["boto3", "boto3.dynamodb.conditions", "botocore.auth", "botocore.endpoint"],
    "clients": ["dynamodb", "events", "kinesis", "lambda", "s3", "sns", "sqs", "ssm"],
}


def start(folder: Path) -> subprocess.Popen[bytes] | None:
    """Start a fork server, which ends when its standard input is closed; functions find its socket,
    in ``folder``, by a variable.

    There is none on other systems than Linux, where libraries may not survive a fork, and none for
    a folder that is too deep: the path of a socket has at most 108 bytes. Functions then import
    what they need themselves.
    """
    if sys.platform != "linux":
        return None
    address = str(folder / "forks.socket")
    Path(address).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server_socket:
        try:
            server_socket.bind(address)
        except OSError:
            return None
        server_socket.listen()
        number = server_socket.fileno()
        server = subprocess.Popen(
            [sys.executable, "-I", str(SERVER), str(number), json.dumps(IMPORTED)],
            stdin=subprocess.PIPE,
            pass_fds=[number],
        )
    os.environ[VARIABLE] = address
    return server
