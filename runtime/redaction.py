"""Redaction: removes secrets and addresses from what is logged, by key and by pattern.

A text of an exception may contain whatever a library was given. What is removed: values under keys
such as ``password`` or ``accessToken``, and in texts passwords and tokens that are named, bearer
tokens, JSON web tokens, AWS access key ids, passwords in URLs, private keys and mail addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

REDACTED = "[redacted]"

SECRET = (
    "password|passwd|passphrase|pwd|secret|token|cookie|credentials?"
    "|api[-_]?key|private[-_]?key|access[-_]?key(?:[-_]?id)?"
)
SECRET_KEY = re.compile(f"(?:{SECRET}|authorization)$", re.IGNORECASE)

# Each is replaced by its group ``kept``, if it has one, and ``REDACTED``.
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|$)",
        r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?",
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        r"(?P<kept>://[^/\s:@]*:)[^/\s@]+(?=@)",
        rf"(?P<kept>(?:{SECRET}|authorization)s?[\\\"']*\s*[:=]\s*)(?!\[redacted\])"
        r"(?:\\?\"[^\"]*\"|'[^']*'|(?:bearer |basic )?[^\s,;&)}\]\"']+)",
        r"(?P<kept>\bbearer )[\w.~+/=-]{8,}",
        r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    )
)


def redacted(value: Any) -> Any:
    """A value of a log line without secrets; what is no plain data becomes its text."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {
            key: REDACTED if SECRET_KEY.search(str(key)) else redacted(entry)
            for key, entry in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [redacted(entry) for entry in value]
    return redacted_text(str(value))


def redacted_text(text: str) -> str:
    """A text without secrets."""
    for pattern in PATTERNS:
        text = pattern.sub(lambda found: found.groupdict().get("kept", "") + REDACTED, text)
    return text


def redact_error(error: Exception) -> None:
    """Remove secrets from the text of an exception that Lambda, X-Ray or a workflow will record."""
    error.args = tuple(redacted_text(arg) if isinstance(arg, str) else arg for arg in error.args)
