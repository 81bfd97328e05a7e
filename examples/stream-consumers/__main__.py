"""Events of machines: one stream, of which analytics, alerting and totals read each for itself."""

import pulumi

from components.compute.function import FunctionArgs
from components.data.table import Table, TableArgs
from components.streams.capacity import Capacity
from components.streams.stream import Stream, StreamArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

peak = Capacity(mb_per_second=1.5, records_per_second=1_800)
events = Stream("events", StreamArgs(capacity=peak, retention_hours=48))
counts = Table("counts", TableArgs(key="machine"))
totals = Table("totals", TableArgs(key="minute"))
alerts = Table("alerts", TableArgs(key="machine", sort="number"))


def consumer(name, grant, **options):
    function = FunctionArgs(handler=f"consumers.{name}", code="app", preset="io", uses=(grant,))
    StreamWorker(name, StreamWorkerArgs(stream=events, function=function, **options))


critical = {"data": {"eventName": ["CRITICAL_EVENT"]}}
consumer("analytics", counts.update("TABLE"), batch_size=100, parallelization=10)
consumer("alerting", alerts.create("TABLE"), filters=(critical,), dedicated=True)
consumer("minutes", totals.update("TABLE"), tumbling_window_seconds=60)

pulumi.export("streamName", events.name)
pulumi.export("countsName", counts.name)
pulumi.export("totalsName", totals.name)
pulumi.export("alertsName", alerts.name)
