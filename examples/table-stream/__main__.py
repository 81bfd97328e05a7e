"""Stock: a function that is invoked with every change of a table."""

import pulumi

from components.compute.function import FunctionArgs
from components.data.table import Table, TableArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs

stock = Table("stock", TableArgs(key="itemId", stream=True))

low_stock = StreamWorker(
    "low-stock",
    StreamWorkerArgs(
        table=stock,
        function=FunctionArgs(handler="low_stock.handle", code="app", preset="io"),
        filters=({"eventName": ["INSERT", "MODIFY"]},),
    ),
)

pulumi.export("tableName", stock.name)
pulumi.export("logs", low_stock.function.log_group.name)
