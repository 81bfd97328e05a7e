"""Decides who may connect: users of the stage's pool, by an access token."""

from __future__ import annotations

from runtime.websocket.authorizer import connect_authorizer

handle = connect_authorizer()
