"""Fork client: is to its starter the process that the fork server starts for it.

``client.py PATH MODULE ARGUMENT ...``, isolated: it passes on its streams, folder, variables
and signals, and ends as that process ends; if it is killed, so is that. Without a server, or with
that of another environment, it runs the module itself. ``PATH`` is where modules are looked for
first.
"""

from __future__ import annotations

import os
import sys

# Most of what this takes are imports, and half of these were of what the standard library has
# around its own two modules: a class for each constant, regular expressions, type variables.
from _signal import (  # type: ignore[import-not-found]
    SIG_DFL,
    SIGHUP,
    SIGINT,
    SIGTERM,
    signal,
)
from _socket import AF_UNIX, MSG_PEEK, MSG_WAITALL, SCM_RIGHTS, SOCK_STREAM, SOL_SOCKET, socket

# The socket of the fork server.
VARIABLE = "PLATFORM_FORK_SERVER"
LENGTH_BYTES = 4
PASSED_ON = (SIGINT, SIGTERM, SIGHUP)
PARENT_POLL_SECONDS = 1.0


def main() -> None:
    path, module, *arguments = sys.argv[1:]
    parent = os.getppid()
    server = socket(AF_UNIX, SOCK_STREAM)
    content = request(path, module, arguments)
    try:
        server.connect(os.environ.get(VARIABLE, ""))
        streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
        length = len(content).to_bytes(LENGTH_BYTES, "big")
        server.sendmsg([length], [(SOL_SOCKET, SCM_RIGHTS, streams)])
        server.sendall(content)
        pid = line(server)
    except OSError:
        pid = ""
    if not pid:
        os.execv(sys.executable, plain(path, module, arguments))
    follow(server, int(pid), parent)
    end(line(server))


def request(path: str, module: str, arguments: list[str]) -> bytes:
    """What is asked for: its parts, none of which can have a null character, with one between."""
    umask = os.umask(0)
    os.umask(umask)
    environment = os.path.realpath(os.path.dirname(os.path.dirname(sys.executable)))
    variables = [part for each in os.environ.items() for part in each]
    parts = [environment, path, module, os.getcwd(), str(umask), str(len(arguments)), *arguments]
    return "\0".join([*parts, *variables]).encode("utf-8", "surrogateescape")


def line(server: socket) -> str:
    """The next line of the server; empty if it is gone."""
    text = b""
    while not text.endswith(b"\n") and (byte := server.recv(1, MSG_WAITALL)):
        text += byte
    return text.decode()


def follow(server: socket, pid: int, parent: int) -> None:
    """Pass on signals until the process has ended. A starter that was killed sends
    none: the process gets a SIGTERM from here.
    """
    for number in PASSED_ON:
        signal(number, lambda number, _: os.kill(pid, number))
    terminated = False
    server.settimeout(PARENT_POLL_SECONDS)
    while True:
        try:
            server.recv(1, MSG_PEEK)
            break
        except TimeoutError:
            if not terminated and os.getppid() != parent:
                terminated = True
                os.kill(pid, SIGTERM)
    server.settimeout(None)


def end(status: str) -> None:
    """As the process did, by its signal too; a server that was killed knows no status."""
    code = int(status or 1)
    if code < 0:
        for number in PASSED_ON:
            signal(number, SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def command(path: str, module: str, arguments: list[str] | tuple[str, ...]) -> list[str]:
    """How to run a module: by the fork server, if there is one."""
    if os.environ.get(VARIABLE):
        return [sys.executable, "-I", "-S", __file__, path, module, *arguments]
    return plain(path, module, arguments)


def plain(path: str, module: str, arguments: list[str] | tuple[str, ...]) -> list[str]:
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
