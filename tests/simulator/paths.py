"""Paths into JSON, of these forms only: ``$``, ``$.a.b[0]``, ``$.a['b']``, ``$.items[*].x``."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.simulator.failures import RUNTIME, Failed, Unsupported

STEP = re.compile(
    r"\.(?P<name>\w[\w-]*)|\[(?P<index>\d+)\]|\['(?P<quoted>[^']+)'\]|\[(?P<all>\*)\]"
)
ALL = object()


def steps_of(path: str) -> list[Any]:
    """The steps of a path: names, indexes and ``ALL``."""
    if not path.startswith("$"):
        raise Unsupported(f"a path begins with $, got {path}")
    steps: list[Any] = []
    place = 1
    while place < len(path):
        found = STEP.match(path, place)
        if found is None:
            raise Unsupported(f"the simulator does not support {path[place:]} in the path {path}")
        if found["all"]:
            steps.append(ALL)
        else:
            steps.append(found["name"] or found["quoted"] or int(found["index"]))
        place = found.end()
    return steps


def read(path: str, data: Any, context: Any = None) -> Any:
    """The value at a path of the data, or at ``$$…`` of the context object; ``Failed`` if none."""
    if path.startswith("$$"):
        return _follow(steps_of(path[1:]), context, path)
    return _follow(steps_of(path), data, path)


def is_present(path: str, data: Any, context: Any = None) -> bool:
    """Whether there is a value at a path; ``null`` is one."""
    try:
        read(path, data, context)
    except Failed:
        return False
    return True


def write(path: str | None, data: Any, result: Any) -> Any:
    """A copy of the data with the result at a path: ``$`` replaces all of it, ``None`` drops it."""
    if path is None:
        return data
    steps = steps_of(path)
    if not steps:
        return result
    if not all(isinstance(step, str) for step in steps):
        raise Unsupported(f"the simulator writes to paths of names only, got {path}")
    whole = copy.deepcopy(data)
    if not isinstance(whole, dict):
        raise Failed("States.ResultPathMatchFailure", f"{path} cannot be put into {data!r}")
    inner = whole
    for step in steps[:-1]:
        if not isinstance(inner.setdefault(step, {}), dict):
            raise Failed("States.ResultPathMatchFailure", f"{path}: {step} is no object")
        inner = inner[step]
    inner[steps[-1]] = result
    return whole


def _follow(steps: list[Any], data: Any, path: str) -> Any:
    for number, step in enumerate(steps):
        if step is ALL:
            if not isinstance(data, list):
                raise Failed(RUNTIME, f"{path} needs a list for [*], got {data!r}")
            return [_follow(steps[number + 1 :], each, path) for each in data]
        try:
            if isinstance(step, int) != isinstance(data, list):
                raise KeyError(step)
            data = data[step]
        except (KeyError, IndexError, TypeError) as missing:
            raise Failed(RUNTIME, f"there is nothing at {path}") from missing
    return data
