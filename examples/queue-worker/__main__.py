"""Word counts: a queue worker that puts the number of words of each text in a table."""

import pulumi

from components.compute.function import FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs

counts = Table("counts", TableArgs(key="text"))

worker = QueueWorker(
    "count-words",
    QueueWorkerArgs(
        function=FunctionArgs(
            handler="count_words.handle",
            code="app",
            preset="io",
            uses=(counts.create("COUNTS_TABLE"),),
        ),
        batch_size=5,
    ),
)

pulumi.export("queueUrl", worker.queue.url)
pulumi.export("deadLettersUrl", worker.queue.dead_letter_queue.url)
pulumi.export("tableName", counts.name)
