"""API Gateway's management API: connections that are open, gone or failing."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check

# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
LARGEST = 128 * 1024


class Sockets:
    """``messages`` are what each connection got, in order; ``gone`` and ``failing`` name others."""

    def __init__(self) -> None:
        self.endpoint: str | None = None
        self.messages: dict[str, list[Any]] = {}
        self.gone: set[str] = set()
        self.failing: set[str] = set()

    def post_to_connection(self, **call: Any) -> dict[str, Any]:
        service, connection = "apigatewaymanagementapi", call["ConnectionId"]
        check(service, "PostToConnection", call)
        assert self.endpoint, "the management API has an endpoint for each stage"
        if connection in self.gone:
            raise client_error(service, "GoneException", "")
        if connection in self.failing:
            raise client_error(service, "LimitExceededException", "slow down")
        if len(call["Data"]) > LARGEST:
            raise client_error(service, "PayloadTooLargeException", "")
        self.messages.setdefault(connection, []).append(json.loads(call["Data"]))
        return {}
