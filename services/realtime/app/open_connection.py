"""Connects: stores the connection and its user."""

from __future__ import annotations

from runtime.websocket.lifecycle import connect_handler

handle = connect_handler()
