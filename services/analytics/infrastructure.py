"""Analytics: counts confirmed orders and clicks, answers with the totals, and keeps a data lake."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from contracts.orders import OrderConfirmed
from microservice.microservice import Microservice
from services.analytics.lake import define_lake
from services.analytics.stream import click_routes, consume, define_stream


def define(service: Microservice) -> None:
    """A table of totals, a consumer that counts each confirmed order once, the stream of clicks and
    orders, routes, and the data lake.
    """
    totals = service.table("totals", TableArgs(key="pk"))
    counts = [totals.create("ANALYTICS_TABLE"), totals.update()]
    reports = [totals.read("ANALYTICS_TABLE")]

    stream = define_stream(service)
    service.http_api(
        Route.get("/purchases", service.function("report_purchases", uses=reports)),
        *click_routes(service, stream, reports),
    )
    service.on.events("count_order", [OrderConfirmed], uses=counts)
    consume(service, stream, totals, define_lake(service))
