"""Events of a WebSocket API, as API Gateway sends them to a function."""

from __future__ import annotations

import json
from typing import Any

METHOD_ARN = "arn:aws:execute-api:eu-west-1:123456789012:api/live/$connect"


def socket_event(
    route: str = "$connect",
    *,
    connection: str = "c1",
    user: str | None = None,
    groups: str = "",
    body: Any = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An event of a route; of a connect with its query and headers."""
    authorizer = {"principalId": user, "userId": user, "groups": groups} if user else None
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    return {
        "requestContext": {
            "routeKey": route,
            "connectionId": connection,
            **({"authorizer": authorizer} if authorizer else {}),
        },
        "isBase64Encoded": False,
        **({"body": text} if text is not None else {}),
        **({"queryStringParameters": query, "headers": headers} if route == "$connect" else {}),
    }
