"""``GET /purchases``: how much was bought, by how many, per month and in all; for agents."""

from __future__ import annotations

from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.analytics.app import store


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="read reports")
    return Response(body=store.purchases())
