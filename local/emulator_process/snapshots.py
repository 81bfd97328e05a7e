"""Emulator snapshots: what the emulator saves of a service while functions still write to it.

It copies each service's state when it ends. A function that writes a line of its log meanwhile
changes the dictionary that is copied, which Python refuses, and nothing of that service would be
saved. Here a dictionary is copied as it is at one moment, and a copy that was interrupted all the
same is made again.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

State: TypeAlias = Callable[[], Any]

TRIES = 20
PAUSE_SECONDS = 0.1


def correct(emulator: Any) -> None:
    """Change the emulator's application, a module, and how its process copies dictionaries."""
    copy._deepcopy_dispatch[dict] = copied  # type: ignore[attr-defined]
    save = emulator.save_all

    def saved(services: Mapping[str, State]) -> None:
        save({name: repeated(state) for name, state in services.items()})

    emulator.save_all = saved


def copied(given: dict[Any, Any], memo: dict[int, Any]) -> dict[Any, Any]:
    """A deep copy of a dictionary to which other threads may add: no thread runs in ``list``."""
    made: dict[Any, Any] = {}
    memo[id(given)] = made
    for key, value in list(given.items()):
        made[copy.deepcopy(key, memo)] = copy.deepcopy(value, memo)
    return made


def repeated(state: State) -> State:
    """A function that copies a state, called again if what it copies has changed meanwhile."""

    def called() -> Any:
        for _ in range(TRIES - 1):
            try:
                return state()
            except RuntimeError:
                time.sleep(PAUSE_SECONDS)
        return state()

    return called
