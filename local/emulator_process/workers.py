"""Emulator workers: processes of functions, kept for the next request with the code they have.

An update of a function ends its processes. A request that began before the update, and starts its
process after it, would leave one with the code of before to all requests that follow. Here a
request gets a process only if that was started for the code and the settings that the function has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

# A process and how it came about; no process if there are too many.
Acquired: TypeAlias = tuple[Any, str]


def correct(functions: Any, workers: Any) -> None:
    """Change the emulator's service of functions and its pool of processes, both modules."""
    functions.acquire_worker = workers.acquire_worker = current(workers.acquire_worker, workers)


def current(acquire: Callable[..., Acquired], workers: Any) -> Callable[..., Acquired]:
    """The emulator's way to get a process, which ends those that an update has made old."""

    def acquired(name: str, config: Mapping[str, Any], code: bytes, **options: Any) -> Acquired:
        made_of = (code, config.get("RevisionId"))
        while True:
            worker, origin = acquire(name, config, code, **options)
            if origin == "spawn":
                worker.made_of = made_of
            if worker is None or worker.made_of == made_of:
                return worker, origin
            with workers._lock:
                for pool in workers._workers.values():
                    if worker in pool:
                        pool.remove(worker)
            workers.kill_workers([worker])

    return acquired
