"""Ports: one for each server that a test starts, so that tests on other workers are not met."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from itertools import count

# Below those that the system gives to outgoing connections.
FIRST = 20_000
PER_WORKER = 1_000

# Another session at the same time, whose emulator may just be stopped, begins elsewhere.
_session = os.getpid() % (PER_WORKER // 2)
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
_numbers = count(FIRST + PER_WORKER * _worker + _session)


def free_port() -> int:
    """A port of this machine that nothing has; given out once in a session."""
    return next(port for port in _numbers if _is_free(port))


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
