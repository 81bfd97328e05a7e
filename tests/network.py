"""Network: the process of the tests reaches nothing beyond this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

# "" and None are what getaddrinfo takes for every address of this machine.
NAMES = ("localhost", "", None)


class NoNetworkError(AssertionError):
    """A test wanted to leave this machine."""


def only_this_machine() -> None:
    """Refuses every connection and every look-up of a name but those of this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def checked_connect(self: socket.socket, address: Any) -> None:
        _check(address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        _check(address)
        return connect_ex(self, address)

    def checked_getaddrinfo(host: Any, *arguments: Any, **more: Any) -> Any:
        _check((host,))
        return getaddrinfo(host, *arguments, **more)

    socket.socket.connect = checked_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = checked_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = checked_getaddrinfo


def _check(address: Any) -> None:
    """A path is a socket of this machine; of anything else the first part is the host."""
    if isinstance(address, tuple) and not _is_here(address[0]):
        raise NoNetworkError(f"tests reach nothing beyond this machine, wanted {address[0]}")


def _is_here(host: Any) -> bool:
    if host in NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
