"""Analytics: counts confirmed orders by month, answers with the totals, and keeps a data lake."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from contracts.orders import OrderConfirmed
from microservice.microservice import Microservice
from services.analytics.lake import define_lake


def define(service: Microservice) -> None:
    """A table of totals, a consumer that counts each confirmed order once, one route,
    and the data lake.
    """
    totals = service.table("totals", TableArgs(key="pk"))
    counts = [totals.create("ANALYTICS_TABLE"), totals.update()]
    reports = [totals.read("ANALYTICS_TABLE")]

    service.http_api(
        Route.get("/purchases", service.function("report_purchases", uses=reports)),
    )
    service.on.events("count_order", [OrderConfirmed], uses=counts)
    define_lake(service)
