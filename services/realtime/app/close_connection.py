"""Disconnects: deletes the connection."""

from __future__ import annotations

from runtime.websocket.lifecycle import disconnect_handler

handle = disconnect_handler()
