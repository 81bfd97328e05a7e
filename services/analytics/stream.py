"""The stream of analytics: clicks and confirmed orders, and the consumers of counts and lake."""

from __future__ import annotations

from dataclasses import replace

from components.access import Access
from components.api.route import Route
from components.data.table import Table
from components.lake.data_lake import DataLake
from components.streams.stream import Stream, StreamArgs
from components.streams.stream_worker import StreamWorkerArgs
from contracts.analytics import ItemClicked
from contracts.orders import OrderConfirmed
from microservice.functions import changed
from microservice.microservice import Microservice
from services.analytics.app.lake import INCOMING

# An invocation gets 6 MB of records at most, of which one has a kilobyte in its event. Waiting for
# more records makes fewer and larger objects in the lake.
STORED_AT_ONCE, STORING_SECONDS = 2_500, 60
# Counters of one transaction: 99, of a few days.
COUNTED_AT_ONCE, COUNTING_SECONDS = 1_000, 5
# Messages of the bus that are put with one call.
COLLECTED_AT_ONCE, COLLECTING_SECONDS = 1_000, 5


def define_stream(service: Microservice) -> Stream:
    """The stream, and the consumer that puts confirmed orders into it."""
    args = StreamArgs(defaults=service.defaults)
    stream = Stream(service.named("events"), args, opts=service.child)
    service.parameter("events-stream", stream.name)
    collect = replace(
        service.functions.worker("collect_purchases"),
        batch_size=COLLECTED_AT_ONCE,
        batching_window_seconds=COLLECTING_SECONDS,
    )
    service.on.events(collect, [OrderConfirmed], uses=[put(stream)])
    return stream


def click_routes(service: Microservice, stream: Stream, clicks: list[Access]) -> tuple[Route, ...]:
    """Users send what they click; agents read the counts of a day."""
    return (
        Route.post("/clicks", service.function("record_clicks", uses=[put(stream)])),
        Route.get("/clicks/{day}", service.function("report_clicks", uses=clicks)),
    )


def consume(service: Microservice, stream: Stream, totals: Table, lake: DataLake) -> None:
    """Two consumers, each at its own pace: one keeps all records, one counts the clicks."""
    keep = changed(
        service.functions.stream("store_records"), [lake.raw.write("RAW_BUCKET", INCOMING)]
    )
    service.on.stream(
        StreamWorkerArgs(
            stream=stream,
            function=keep,
            batch_size=STORED_AT_ONCE,
            batching_window_seconds=STORING_SECONDS,
        )
    )
    counts = [totals.read("ANALYTICS_TABLE"), totals.update()]
    service.on.stream(
        StreamWorkerArgs(
            stream=stream,
            function=changed(service.functions.stream("count_clicks"), counts),
            batch_size=COUNTED_AT_ONCE,
            batching_window_seconds=COUNTING_SECONDS,
            filters=({"data": {"kind": [ItemClicked.__name__]}},),
        )
    )


def put(stream: Stream) -> Access:
    """Let a function put records into the stream."""
    return stream.put("EVENTS_STREAM")
