"""Secrets: names and values that look like passwords, keys and tokens."""

from __future__ import annotations

import re
from typing import Any

NAME = re.compile(
    r"(?i)(^|[_/.-])(passwords?|passwd|pwd|secrets?|credentials?|private[_-]?key|api[_-]?key"
    r"|access[_-]?key|secret[_-]?key|(auth|access|refresh|bearer|api|session)[_-]?token|token"
    r"|connection[_-]?string|dsn)$"
)
# A name of which the value says where the secret is, or what it is called.
PLACE = re.compile(
    r"(?i)[_-](arn|name|id|path|url|table|parameter|header|ttl|seconds|queue|bucket|version|key_id"
    r"|audience|issuer|prefix)s?$"
)
VALUES = (
    re.compile(r"^(AKIA|ASIA)[A-Z0-9]{16}$"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"^(sk|pk|rk)_(live|test)_[A-Za-z0-9]{16,}$"),
    re.compile(r"^gh[pousr]_[A-Za-z0-9]{30,}$"),
    re.compile(r"^xox[abprs]-[A-Za-z0-9-]{10,}$"),
    re.compile(r"^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\."),
    re.compile(r"^[a-z][a-z0-9+]*://[^/\s:@]+:[^/\s:@{$]+@"),
)
# The value is no secret but says where one is: an ARN, a parameter, a reference that is resolved.
REFERENCE = re.compile(
    r"^(arn:|/[\w./-]+$|\{\{resolve:|secret:|ssm:|https?://|alias/|true$|false$)"
)


def is_secret(name: str, value: Any) -> bool:
    """Whether a plain value is one that only its owner should read, by its name or by its form."""
    if not isinstance(value, str) or not value:
        return False
    if any(form.search(value) for form in VALUES):
        return True
    named = NAME.search(_words(name)) and not PLACE.search(_words(name))
    return bool(named) and not REFERENCE.match(value)


def _words(name: str) -> str:
    """A name with its words apart: ``dbPassword`` as ``db_Password``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
