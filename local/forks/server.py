"""Fork server: starts Python processes from one that has imported what they need.

Importing libraries takes a language host or a provider of the engine about a second, a function of
the emulator half of one. This process imports them once, and forks for each. It knows nothing of
ours: a forked process finds our modules as a new one would. It runs as a script, isolated, with the
file descriptor of its socket and what to import: ``{"libraries": [...], "clients": [...]}``, the
names of modules and those of services that boto3 is to know. ``local.forks.client`` asks it.

It ends when its starter has ended (standard input is closed) and the last process that it started.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import io
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

LENGTH = struct.Struct("!I")
STREAMS = 3
REQUEST_SECONDS = 10
# From linux/prctl.h: which signal a process gets when its parent ends.
PR_SET_PDEATHSIG = 1


class Server:
    """Forks for each client, and sends it the id of the process and at last its exit status."""

    def __init__(self, server_socket: socket.socket) -> None:
        self._socket = server_socket
        self._clients: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, self._wake = socket.socketpair()

    def serve(self) -> None:
        """Until the starter is gone, and so is the last process."""
        self._wake.setblocking(False)
        # Its end is that of its starter, and of what it has started.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        # A handler, if only of nothing, has the number of each signal written to the socket.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno())
        for each, happened in (
            (sys.stdin, self._close),
            (self._socket, self._accept),
            (self._woken, self._reap),
        ):
            self._selector.register(each, selectors.EVENT_READ, happened)
        while self._clients or not sys.stdin.closed:
            for key, _ in self._selector.select():
                key.data()

    def _close(self) -> None:
        for each in (sys.stdin, self._socket):
            self._selector.unregister(each)
            each.close()

    def _accept(self) -> None:
        """Fork for a client; one that asks for another environment, or nothing, is let go."""
        client, _ = self._socket.accept()
        client.settimeout(REQUEST_SECONDS)
        streams: list[int] = []
        try:
            length, streams, *_ = socket.recv_fds(client, LENGTH.size, STREAMS)
            request = parsed(client.recv(LENGTH.unpack(length)[0], socket.MSG_WAITALL))
            if request["environment"] != os.path.realpath(sys.prefix):
                raise ValueError
        except (OSError, ValueError, struct.error):
            client.close()
        else:
            if (pid := os.fork()) == 0:
                become(request, streams)
            self._clients[pid] = client
            self._selector.register(client, selectors.EVENT_READ, lambda: self._end(pid))
            self._send(client, pid)
        for stream in streams:
            os.close(stream)

    def _end(self, pid: int) -> None:
        """End the process of a client that was killed: the process was meant."""
        self._selector.unregister(self._clients[pid])
        os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        self._woken.recv(1024)
        for pid in list(self._clients):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                client = self._clients.pop(pid)
                with suppress(KeyError):
                    self._selector.unregister(client)
                self._send(client, os.waitstatus_to_exitcode(status))
                client.close()

    def _send(self, client: socket.socket, number: int) -> None:
        with suppress(OSError):
            client.sendall(f"{number}\n".encode())


def parsed(content: bytes) -> dict[str, Any]:
    """What a client asks for; raises ``ValueError`` for anything else."""
    parts = content.decode("utf-8", "surrogateescape").split("\0")
    environment, path, module, folder, umask, count, *rest = parts
    arguments, variables = rest[: int(count)], rest[int(count) :]
    return {
        "environment": environment,
        "path": path,
        "module": module,
        "arguments": arguments,
        "folder": folder,
        "umask": int(umask),
        "variables": dict(zip(variables[::2], variables[1::2], strict=True)),
    }


def become(request: Any, streams: list[int]) -> None:
    """Be, in a process just forked, what a client was to be; does not return."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
        os.closerange(STREAMS, os.sysconf("SC_OPEN_MAX"))
        code = run(request)
    except BaseException:
        traceback.print_exc()
    finally:
        for written in (sys.stdout, sys.stderr):
            with suppress(OSError):
                written.flush()
        os._exit(code)


def run(request: Any) -> int:
    """Run a module as an interpreter would that was started for it; the exit status."""
    os.environ.clear()
    os.environ.update(request["variables"])
    os.umask(request["umask"])
    os.chdir(request["folder"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    # As with -u: an engine waits for the first line of a plugin, which may not flush it.
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.FileIO(number, "w"), write_through=True) for number in (1, 2)
    )
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:0] = [request["path"], *filter(None, given)]
    sys.argv = [request["module"], *request["arguments"]]
    try:
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return ended.code or 0
        print(ended.code, file=sys.stderr)
        return 1
    return 0


def load(name: str) -> None:
    """Import a module whole: one of Pulumi's SDKs loads itself when it is first asked for something
    of its own, which a module's name, file and specification are not.
    """
    hasattr(importlib.import_module(name), "__all__")


def share_models(services: Iterable[str]) -> None:
    """Read the descriptions of services from which boto3 makes its clients, each a megabyte of
    JSON; its sessions keep what they have read for themselves otherwise.
    """
    session: Any = importlib.import_module("botocore.session")
    read: dict[Any, Any] = {}
    make = session.create_loader

    def create_loader(search_path: str | None = None) -> Any:
        loader = make(search_path)
        loader._cache = read
        return loader

    session.create_loader = create_loader
    aws = importlib.import_module("boto3").Session("none", "none", region_name="us-east-1")
    for service in services:
        aws.client(service)


def main() -> None:
    """Serve on the socket, after all is imported."""
    given = json.loads(sys.argv[2])
    # Ctrl-C is for the command and its engines.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is imported stays: a process that looks for garbage in it would copy its memory.
    gc.disable()
    for name in given["libraries"]:
        load(name)
    share_models(given["clients"])
    gc.freeze()
    gc.enable()
    Server(socket.socket(fileno=int(sys.argv[1]))).serve()


if __name__ == "__main__":
    main()
