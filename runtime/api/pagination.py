"""Pagination: the key at which a query continues, as an opaque token."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from contracts.codec import decode_value
from contracts.field_types import KeyText
from contracts.limits import shown
from contracts.violation import Problem
from runtime.http_errors import BadRequest

DEFAULT_SIZE, MAX_SIZE = 50, 200


def next_token(last_key: Mapping[str, Any] | None) -> str | None:
    """The token of the next page; None on the last page."""
    if last_key is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(last_key).encode()).decode()


def start_key(
    token: str | None, own: Mapping[str, str], rest: tuple[str, ...]
) -> dict[str, str] | None:
    """The key in a token, or None without one; ``BadRequest`` for a token of another list.

    The key must have the attributes of ``own`` with these values, so that a caller cannot read
    another user's list, and texts that can be keys under the names in ``rest``.
    """
    if not token:
        return None
    try:
        key: dict[str, str] = decode_value(
            dict[str, KeyText], json.loads(base64.urlsafe_b64decode(token.encode()))
        )
    except (ValueError, RecursionError):
        key = {}
    if key.keys() != {*own, *rest} or any(key[name] != value for name, value in own.items()):
        raise BadRequest.of([Problem("nextToken", "one that this list returned", shown(token))])
    return key


def page_size(text: str | None) -> int:
    """The page size in the query parameter ``limit``; ``BadRequest`` if it is out of range."""
    if text is None:
        return DEFAULT_SIZE
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MAX_SIZE:
        raise BadRequest.of([Problem("limit", f"between 1 and {MAX_SIZE}", shown(text))])
    return int(text)
