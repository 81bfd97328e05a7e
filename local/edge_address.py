"""Edge address: where the emulator serves a distribution, by its name below localhost."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HOST = re.compile(r"https://([a-z0-9]+)\.cloudfront\.net\b")


def on_emulator(text: str, endpoint: str) -> str:
    """``text`` with each URL of a distribution as the emulator at ``endpoint`` serves it; browsers
    and curl know every name below ``localhost`` as this machine.
    """
    port = urlsplit(endpoint).port
    return HOST.sub(rf"http://\1.cloudfront.localhost:{port}", text)
