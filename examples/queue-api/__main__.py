"""Feedback: a REST API without a function, whose messages a worker stores."""

import pulumi

from components.api.account_logs import account_logs
from components.api.queue_api import QueueApi, QueueApiArgs
from components.compute.function import FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs

FEEDBACK = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 500}},
}

feedback = Table("feedback", TableArgs(key="id"))
worker = QueueWorker(
    "store-feedback",
    QueueWorkerArgs(
        function=FunctionArgs(
            handler="feedback.store",
            code="app",
            preset="io",
            uses=(feedback.create("FEEDBACK_TABLE"),),
        ),
    ),
)
api = QueueApi(
    "feedback",
    QueueApiArgs(queue=worker.queue, body=FEEDBACK, public=True, after=(account_logs("api-logs"),)),
)

pulumi.export("url", api.url)
pulumi.export("tableName", feedback.name)
