"""``GET /reports/{day}``: the report of a day, as it was filed; for agents."""

from __future__ import annotations

from datetime import date

from services.reports.app import figures
from services.runtime.errors import NotFound
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    request.only_agents(to="read reports")
    day: date = request.path_as(date, "day")
    filed = figures.report_of(day.isoformat())
    if filed is None:
        raise NotFound(f"there is no report of {day}")
    return Response(body={"day": filed.pop("period"), **filed})
