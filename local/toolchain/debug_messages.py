"""Debug messages: those of the SDK itself are not sent to the engine, those of a program are.

The SDK says several things of each resource, each by a call for whose answer the program waits: a
quarter of the time of a program. The engine drops them all unless it runs with ``--debug``.
"""

from __future__ import annotations

import sys
from functools import wraps

from pulumi import log

_send = log.debug


def drop_those_of_the_sdk() -> None:
    """Send the program's own debug messages alone, in this process, from now on."""
    log.debug = _of_the_program


@wraps(_send)
def _of_the_program(*message: object, **more: object) -> None:
    caller = sys._getframe(1).f_globals.get("__name__", "")
    if caller.partition(".")[0] != "pulumi":
        _send(*message, **more)  # type: ignore[arg-type]
