"""``GET /purchases``: how much was bought, by how many, per month and in all; for agents."""

from __future__ import annotations

from services.analytics.app import store
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    request.only_agents(to="read reports")
    return Response(body=store.purchases())
