"""``GET /purchases``: the purchases by month and in total, for agents."""

from __future__ import annotations

from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.analytics.app import store


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="read reports")
    return Response(body=encode(store.read_purchases()))
