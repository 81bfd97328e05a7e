"""``GET /figures``: how orders ended in the last day, hour by hour; for agents."""

from __future__ import annotations

from services.contracts.envelope import now
from services.reports.app import figures
from services.reports.app.domain import HOURS_OF_A_DAY, by_hour, hours_up_to, moment
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    request.only_agents(to="read figures")
    hours = hours_up_to(moment(now()), HOURS_OF_A_DAY)
    return Response(body=by_hour(figures.of_hours(hours), hours))
