"""Fixtures: AWS in memory for handlers, and their log."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

import pytest

from tests.fakes.clients import Aws


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """The log lines so far."""
    from runtime.observability import logger

    stream = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@contextmanager
def no_log() -> Iterator[None]:
    """Nothing is logged meanwhile: of thousands of invocations that would be half of the time."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    """AWS in memory, for an execution environment without caches."""
    from runtime import retry
    from runtime.clients import aws as clients

    fresh = Aws()
    monkeypatch.setattr(clients, "_client", fresh.client)
    monkeypatch.setattr(retry, "backoff", lambda attempt: 0.0)
    clear_caches()
    return fresh


def clear_caches() -> None:
    """Clear what an execution environment keeps between invocations."""
    for name in imported(len(sys.modules), next(reversed(sys.modules))):
        for cached in caches_of(sys.modules[name]):
            cached.cache_clear()


@lru_cache(maxsize=1)
def imported(count: int, last: str) -> list[str]:
    """The modules of functions, while those of the process are so many and this was the last."""
    return [name for name in sys.modules if name.startswith(("runtime.", "services."))]


@cache
def caches_of(module: ModuleType) -> tuple[Any, ...]:
    """The cached functions of a module of the runtime or of a service's application."""
    if not re.fullmatch(r"runtime(\.\w+)+|services\.\w+\.app\.\w+", module.__name__):
        return ()
    return tuple(
        value
        for value in vars(module).values()
        if hasattr(value, "cache_clear") and not isinstance(value, type)
    )
