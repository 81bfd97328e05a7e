"""Network: the process of the tests reaches nothing beyond this machine."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

# "" and None are what getaddrinfo takes for every address of this machine.
NAMES = ("localhost", "", None)


class NoNetworkError(AssertionError):
    """A test wanted to leave this machine."""


def only_this_machine() -> None:
    """Refuse every other connection and look-up of a name for as long as the process lives.

    By an audit hook, since a debugger that a test imports loads the socket module anew.
    """
    sys.addaudithook(_check)


def _check(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_here(host):
        raise NoNetworkError(f"tests reach nothing beyond this machine, wanted {host}")


def _is_here(host: Any) -> bool:
    if host in NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
