"""Measure: the times of a function at several memory sizes, on AWS or on the local stage."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cli.events import functions
from cli.stage.account import Account
from cli.tune.cpu_time import milliseconds_below
from cost.tuning import scaled
from local.checkout import LocalError

DURATION = r"^REPORT .*?\bDuration: ([\d.]+) ms"
Times = dict[int, list[float]]


def on_aws(
    account: Account,
    function: dict[str, Any],
    event: Any,
    sizes: Sequence[int],
    count: int,
) -> Times:
    """Invoke a function so often at each size; the first, which starts it, does not count. The
    function has its own size again afterwards, whatever happens.
    """
    name, client = function["FunctionName"], account.client("lambda")
    found: Times = {}
    with _restored(client, name, function["MemorySize"]):
        for size in sizes:
            _resize(client, name, size)
            answers = [_answer(account, name, event) for _ in range(count + 1)]
            found[size] = [_duration(each.log) for each in answers[1:]]
    return found


def on_the_local_stage(
    account: Account,
    name: str,
    event: Any,
    sizes: Sequence[int],
    count: int,
    emulator: int,
    clock: Callable[[], float] = time.perf_counter,
) -> Times:
    """Invoke a function so often, once it has started, and scale what was measured to each size:
    ``cost.tuning.scaled``. ``emulator`` is the process whose children are the functions.
    """
    _answer(account, name, event)
    measured = []
    for _ in range(count):
        computed, started = milliseconds_below(emulator), clock()
        _answer(account, name, event)
        milliseconds = (clock() - started) * 1000
        measured.append((milliseconds, max(0.0, milliseconds_below(emulator) - computed)))
    return {
        size: [scaled(milliseconds, cpu, size) for milliseconds, cpu in measured] for size in sizes
    }


def _answer(account: Account, name: str, event: Any) -> functions.Answer:
    answer = functions.invoke(account, name, event)
    if answer.error:
        raise LocalError(f"{name} failed, so its times say nothing: {answer.payload}")
    return answer


def _duration(log: str) -> float:
    found = re.search(DURATION, log, re.MULTILINE)
    if found is None:
        raise LocalError("Lambda reported no duration: the log of the function is turned off")
    return float(found[1])


@contextmanager
def _restored(client: Any, name: str, memory: int) -> Iterator[None]:
    try:
        yield
    finally:
        _resize(client, name, memory)


def _resize(client: Any, name: str, memory: int) -> None:
    client.update_function_configuration(FunctionName=name, MemorySize=memory)
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
