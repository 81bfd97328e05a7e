"""Fixtures: a fresh AWS under the handlers, and what they log."""

from __future__ import annotations

import importlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.clients import Aws

# Modules that ask for a client; each has its own name for the function that makes it.
ASKERS = (
    "services.runtime.table",
    "services.runtime.transactions",
    "services.runtime.publishing",
    "services.runtime.discovery",
    "services.runtime.idempotency",
    "services.notifications.app.notify_customer",
    "services.catalog.app.start_import",
)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """What was logged so far, line by line."""
    from services.runtime.observability import logger

    stream = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    """AWS in memory; what environments remember between invocations is forgotten."""
    from services.analytics.app import store
    from services.orders.app import prices
    from services.runtime import discovery, idempotency, queries, retry

    fresh = Aws()
    for asker in ASKERS:
        monkeypatch.setattr(importlib.import_module(asker), "client", fresh.client)
    monkeypatch.setattr(retry, "backoff", lambda attempt: 0.0)
    for remembered in (discovery._provider, idempotency._store, queries._breaker, queries._pool):
        remembered.cache_clear()
    store._months_seen.clear()
    prices._known.clear()
    return fresh
