"""``GET /reports/{day}``: the report of a day, for agents."""

from __future__ import annotations

from datetime import date

from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import NotFound
from services.reports.app import figures


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="read reports")
    day: date = request.path_parameter(date, "day")
    filed = figures.report_of(day.isoformat())
    if filed is None:
        raise NotFound(f"there is no report of {day}")
    body = encode(filed)
    return Response(body={"day": body.pop("period"), **body})
