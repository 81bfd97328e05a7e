"""Groups: the groups of users that handlers ask for."""

from __future__ import annotations

AGENTS = "agents"
