"""What a handler returned or raised, as AWS's Python runtime would write it."""

from __future__ import annotations

import json
from typing import Any

from local.runtime.handlers import RuntimeFault


def written(answer: Any) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False, default=_number).encode()
    except (TypeError, ValueError) as error:
        raise RuntimeFault(
            "Runtime.MarshalError", f"Unable to marshal response: {error}"
        ) from error


def _number(value: Any) -> int | float:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def described(error: BaseException, request_id: str) -> dict[str, Any]:
    """A workflow's Retry and Catch go by ``errorType``, the name of the class that was raised."""
    import traceback

    if isinstance(error, RuntimeFault):
        kind, frames = error.kind, []
    else:
        # The first two frames are the runtime's own.
        kind, frames = type(error).__name__, traceback.format_tb(error.__traceback__)[2:]
    return {
        "errorMessage": str(error),
        "errorType": kind,
        "requestId": request_id,
        "stackTrace": frames,
    }


def logged(report: dict[str, Any]) -> str:
    """The lines that AWS's runtime leaves in the log of a failed invocation."""
    head = f"[ERROR] {report['errorType']}: {report['errorMessage']}\n"
    frames = "".join(report["stackTrace"])
    return f"{head}Traceback (most recent call last):\n{frames}" if frames else head
