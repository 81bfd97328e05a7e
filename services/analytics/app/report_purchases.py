"""``GET /purchases``: how much was bought, by how many, per month and in all; for agents."""

from __future__ import annotations

from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.analytics.app import store


@api
def handle(request: Request) -> Response:
    request.only_agents(to="read reports")
    return Response(body=store.purchases())
