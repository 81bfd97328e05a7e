"""Origins: what may be in ``Access-Control-Allow-Origin``, written as browsers send it."""

from __future__ import annotations

import re
from collections.abc import Sequence

EVERY = "*"
# Scheme, host and port, in lower case, without the scheme's own port:
# https://fetch.spec.whatwg.org/#origin-header
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
ORIGIN = re.compile(rf"https?://({LABEL}(\.{LABEL})*|\[[0-9a-f:.]+\])(:(?P<port>[1-9]\d{{0,4}}))?")
PORTS = range(1, 65_536)
IMPLIED = (("https://", "443"), ("http://", "80"))


def check(origins: Sequence[str]) -> None:
    """Raise ``ValueError`` for an origin that no browser sends, and for one given twice."""
    for origin in origins:
        if origin != EVERY and not _is_sent(origin):
            raise ValueError(
                "cors_origins must be * or origins as browsers send them, as "
                "https://shop.example.com or http://localhost:3000, in lower case and without a "
                f"path, a slash at the end or the scheme's own port, got {origin!r}"
            )
    if len(set(origins)) != len(origins):
        raise ValueError(f"cors_origins must be different ones, got {', '.join(origins)}")
    if EVERY in origins and len(origins) > 1:
        raise ValueError(f"cors_origins must be * alone or origins, got {', '.join(origins)}")


def _is_sent(origin: str) -> bool:
    """Whether a browser sends an ``Origin`` of this spelling."""
    found = ORIGIN.fullmatch(origin)
    if found is None or len(origin) > 253:
        return False
    port = found["port"]
    return port is None or (
        int(port) in PORTS and not any(origin.startswith(s) and port == p for s, p in IMPLIED)
    )
