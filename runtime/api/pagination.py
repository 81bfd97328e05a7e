"""Pages: where a list goes on, as a token that a caller hands back as it is."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from runtime.api.errors import BadRequest

DEFAULT_SIZE, LARGEST_SIZE = 50, 200


def next_token(last_key: Mapping[str, Any] | None) -> str | None:
    """The token for the page after the one that ended here."""
    if last_key is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(last_key).encode()).decode()


def start_key(
    token: str | None, own: Mapping[str, str], rest: tuple[str, ...]
) -> dict[str, str] | None:
    """The key in a token: text under the names in ``rest``, and exactly what is ``own``.

    A token of somebody else's list, or a made-up one, is refused rather than handed to the table.
    """
    if not token:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, RecursionError):
        key = None
    if (
        not isinstance(key, dict)
        or key.keys() != {*own, *rest}
        or any(not isinstance(value, str) or not value for value in key.values())
        or any(key[name] != value for name, value in own.items())
    ):
        raise BadRequest("nextToken must be one that this list returned")
    return key


def page_size(text: str | None) -> int:
    """How many a caller wants of a page."""
    if text is None:
        return DEFAULT_SIZE
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= LARGEST_SIZE:
        raise BadRequest(f"limit must be between 1 and {LARGEST_SIZE}, got {text[:20]}")
    return int(text)
