"""Sends the batches of notices that go to many connections."""

from __future__ import annotations

from runtime.websocket.worker import broadcast_worker

handle = broadcast_worker()
