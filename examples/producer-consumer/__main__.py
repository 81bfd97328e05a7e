"""Invitations: the shop puts jobs into the queue of the mailing service, which does them later."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.defaults import Defaults
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs

shop = Defaults(tags={"service": "shop"}, cors_origins=("https://shop.example.com",))
mailing = Defaults(tags={"service": "mailing"})

sent = Table("mailing-sent", TableArgs(key="to", defaults=mailing))
send = FunctionArgs(
    handler="mailing.send",
    code="app",
    preset="io",
    uses=(sent.create("SENT_TABLE"),),
    defaults=mailing,
)
worker = QueueWorker(
    "mailing-send",
    QueueWorkerArgs(
        function=send, batch_size=100, batching_window_seconds=5, maximum_concurrency=2
    ),
)

invite = FunctionArgs(
    handler="shop.invite",
    code="app",
    preset="api",
    uses=(worker.queue.send("MAILING_QUEUE"),),
    defaults=shop,
)
route = Route.post("/invitations", Function("shop-invite", invite), public=True)
api = HttpApi("shop", HttpApiArgs(routes=(route,), defaults=shop))

pulumi.export("url", api.url)
pulumi.export("tableName", sent.name)
