"""``GET /reports/{day}``: the report of a day, as it was filed; for agents."""

from __future__ import annotations

from datetime import date

from runtime.api.errors import NotFound
from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.reports.app import figures


@api
def handle(request: Request) -> Response:
    request.only_agents(to="read reports")
    day: date = request.path_as(date, "day")
    filed = figures.report_of(day.isoformat())
    if filed is None:
        raise NotFound(f"there is no report of {day}")
    return Response(body={"day": filed.pop("period"), **filed})
