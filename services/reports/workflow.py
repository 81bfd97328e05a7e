"""A day's report: counts the hours that are not complete, in parallel, then writes the report."""

from __future__ import annotations

from components.compute.function import Function
from components.workflow.branches import Map
from components.workflow.definition import Definition
from components.workflow.errors import ALL, Retry
from components.workflow.integrations import START_SECONDS, invoke
from components.workflow.states import Task

# Seconds that a step may take on a long log. Steps are idempotent.
STEP_TIMEOUT = 300
STATE_SECONDS = STEP_TIMEOUT + START_SECONDS
LOOKUP_SECONDS = 60
RETRIES = (Retry(errors=(ALL,)),)

COUNTED_AT_ONCE = 4
RUN = {"correlationId.$": "$$.Execution.Name"}


def report_day(*, find_hours: Function, count_hour: Function, write_report: Function) -> Definition:
    """Its input is ``{"scheduledAt": …}``, as the scheduler says it, or ``{"day": …}``."""
    asked = {"asked.$": "$", "startedAt.$": "$$.Execution.StartTime", **RUN}
    found = {"day.$": "$.day", "run.$": "$.run", **RUN}
    find = Task(
        "FindHours",
        does=invoke(find_hours, asked),
        timeout=LOOKUP_SECONDS,
        retry=RETRIES,
        next="CountHours",
    )
    count = Task("CountHour", does=invoke(count_hour), timeout=STATE_SECONDS, retry=RETRIES)
    count_all = Map(
        "CountHours",
        items="$.unsettled",
        item_selector={"hour.$": "$$.Map.Item.Value", **RUN},
        each=Definition((count,)),
        max_concurrency=COUNTED_AT_ONCE,
        result_path=None,
        next="WriteReport",
    )
    write = Task(
        "WriteReport", does=invoke(write_report, found), timeout=STATE_SECONDS, retry=RETRIES
    )
    return Definition((find, count_all, write), comment="The report of a day")
