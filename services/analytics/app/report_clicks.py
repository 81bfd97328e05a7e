"""``GET /clicks/{day}``: what was clicked on a day, for agents."""

from __future__ import annotations

from contracts.codec import encode
from contracts.field_types import Day
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.analytics.app import store


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="read reports")
    day = request.path_parameter(Day, "day")
    return Response(body=encode(store.read_clicks(day)))
