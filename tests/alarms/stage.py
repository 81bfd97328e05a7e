"""Stage: the alarms of one component of each kind, with a stage's usual defaults."""

from __future__ import annotations

from functools import cache
from typing import Any

from pulumi_aws import cloudwatch

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.function import Function
from components.data.table import Table, TableArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.observability.metric_alarm import Metric
from components.schedule.schedule import Schedule, ScheduleArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from components.workflow.definition import Definition
from components.workflow.states import Succeed
from components.workflow.workflow import Workflow, WorkflowArgs
from microservice.functions import ANSWERED_FAILURES, MAX_RECEIVES
from tests.alarms.situations import NAMESPACE
from tests.cloud import deploy
from tests.components.sample import function

ANSWERED = Metric(namespace=NAMESPACE, name=ANSWERED_FAILURES, dimensions={"service": "shop"})
API, WORKER, STREAM, WORKFLOW, TABLE, SCHEDULE = (
    *("sell", "bill", "publish", "fulfil", "orders"),
    "nightly",
)


def _program() -> None:
    sell = Function(f"{API}-function", function(answered_failures=ANSWERED))
    HttpApi(f"{API}-http", HttpApiArgs(routes=(Route.get("/a", sell, public=True),)))
    RestApi(f"{API}-rest", RestApiArgs(routes=(Route.get("/a", sell, public=True),)))
    work = function(answered_failures=ANSWERED, timeout=None, preset="io")
    QueueWorker(WORKER, QueueWorkerArgs(function=work, max_receives=MAX_RECEIVES))
    table = Table(TABLE, TableArgs(key="orderId", stream=True))
    StreamWorker(STREAM, StreamWorkerArgs(table=table, function=function()))
    workflow = Workflow(WORKFLOW, WorkflowArgs(definition=Definition((Succeed("Done"),))))
    Schedule(SCHEDULE, ScheduleArgs(expression="cron(0 2 * * ? *)", workflow=workflow))


@cache
def alarms() -> dict[str, dict[str, Any]]:
    """The inputs of every alarm by its logical name."""
    found = deploy(_program).all(cloudwatch.MetricAlarm)
    return {alarm.name: dict(alarm.inputs) for alarm in found}
