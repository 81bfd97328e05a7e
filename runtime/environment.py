"""Environment: reads the variables of a function, and finds what it is linked to, at import."""

from __future__ import annotations

import os
import re

LINK = "LINK_"


def environment(name: str, default: str | None = None) -> str:
    """The value of a variable; ``RuntimeError`` if it is not set and has no default.

    Call it at import, so that a function without a variable fails to start.
    """
    value = os.environ.get(name) or default
    if value is None:
        function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME") or os.environ.get("_HANDLER")
        raise RuntimeError(
            f"{function or 'this function'} needs the environment variable {name}, which is not set"
        )
    return value


def linked(name: str) -> str:
    """The name, URL or ARN of a resource by its logical name, as ``components.links`` has linked
    it; ``LookupError`` if it is not linked to this function.
    """
    variable = LINK + re.sub(r"[^A-Za-z0-9]", "_", name).upper()
    value = os.environ.get(variable)
    if value is None:
        known = ", ".join(sorted(each for each in os.environ if each.startswith(LINK)))
        raise LookupError(f"{name} is not linked to this function; it has {known or 'no links'}")
    return value
