"""Environment: reads the variables of a function, at import."""

from __future__ import annotations

import os


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
