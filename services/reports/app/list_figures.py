"""``GET /figures``: how orders ended in the last 24 hours, for agents."""

from __future__ import annotations

from contracts.codec import encode
from contracts.envelope import now
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.reports.app import figures
from services.reports.app.domain import HOURS_OF_A_DAY, by_hour, hours_up_to, moment


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="read figures")
    hours = hours_up_to(moment(now()), HOURS_OF_A_DAY)
    return Response(body=encode(by_hour(figures.of_hours(hours), hours)))
