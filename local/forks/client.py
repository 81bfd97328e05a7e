"""Fork client: is to its starter the process that the fork server starts for it.

``client.py PATH MODULE ARGUMENT ...``, isolated: it passes on its streams, folder, variables
and signals, and ends as that process ends; if it is killed, so is that. Without a server, or with
that of another environment, it runs the module itself. ``PATH`` is where modules are looked for
first.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from typing import NoReturn

# The socket of the fork server.
VARIABLE = "PLATFORM_FORK_SERVER"
LENGTH = struct.Struct("!I")
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PARENT_POLL_SECONDS = 1.0


def main() -> None:
    path, module, *arguments = sys.argv[1:]
    parent = os.getppid()
    server = socket.socket(socket.AF_UNIX)
    content = json.dumps(request(path, module, arguments)).encode()
    try:
        server.connect(os.environ.get(VARIABLE, ""))
        socket.send_fds(server, [LENGTH.pack(len(content))], [0, 1, 2])
        server.sendall(content)
        answers = server.makefile()
        pid = answers.readline()
    except OSError:
        pid = ""
    if not pid:
        os.execv(sys.executable, plain(path, module, arguments))
    follow(server, int(pid), parent)
    end(answers.readline())


def request(path: str, module: str, arguments: Sequence[str]) -> dict[str, object]:
    umask = os.umask(0)
    os.umask(umask)
    return {
        "environment": os.path.realpath(os.path.dirname(os.path.dirname(sys.executable))),
        "path": path,
        "module": module,
        "arguments": arguments,
        "folder": os.getcwd(),
        "umask": umask,
        "variables": dict(os.environ),
    }


def follow(server: socket.socket, pid: int, parent: int) -> None:
    """Pass on signals until the process has ended. A starter that was killed sends
    none: the process gets a SIGTERM from here.
    """
    for number in PASSED_ON:
        signal.signal(number, lambda number, _: os.kill(pid, number))
    terminated = False
    server.settimeout(PARENT_POLL_SECONDS)
    while True:
        try:
            server.recv(1, socket.MSG_PEEK)
            break
        except TimeoutError:
            if not terminated and os.getppid() != parent:
                terminated = True
                os.kill(pid, signal.SIGTERM)
    server.settimeout(None)


def end(status: str) -> NoReturn:
    """As the process did, by its signal too; a server that was killed knows no status."""
    code = int(status or 1)
    if code < 0:
        for number in PASSED_ON:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def command(path: str, module: str, arguments: Sequence[str]) -> list[str]:
    """How to run a module: by the fork server, if there is one."""
    if os.environ.get(VARIABLE):
        return [sys.executable, "-I", "-S", __file__, path, module, *arguments]
    return plain(path, module, arguments)


def plain(path: str, module: str, arguments: Sequence[str]) -> list[str]:
    """How to run a module without a fork server."""
    return [sys.executable, "-u", "-c", program(path, module), *arguments]


def program(path: str, module: str) -> str:
    """The program that an interpreter runs then."""
    return (
        f"import runpy, sys; sys.path[0] = {path!r}; "
        f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
    )


if __name__ == "__main__":
    main()
