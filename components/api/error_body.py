"""Error body: the shape of errors that API Gateway answers itself, as functions answer theirs."""

from __future__ import annotations

import json

# What the access log calls a request, and ``X-Correlation-Id`` what a function has handled.
CORRELATION_ID = "$context.requestId"


def error_body(error: str, message: str, path: str = "", limit: str = "") -> str:
    """The body of an error as a template: ``error`` is the status in words; ``path`` and ``limit``
    say what of the request broke which limit.
    """
    details = [{"path": path, "limit": limit}] if path else []
    return json.dumps(
        {"error": error, "message": message, "details": details, "correlationId": CORRELATION_ID}
    )
