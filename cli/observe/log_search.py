"""Log search: the lines of log groups that hold a text, by Logs Insights or group by group."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from cli.observe.log_groups import LogGroup
from cli.observe.log_line import LogLine, parsed
from cli.stage.account import Account
from local.checkout import LocalError

AT_ONCE = 8
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
GROUPS_PER_QUERY = 50
MOST_LINES = 10_000
POLL_SECONDS = 0.5
QUERY_WITHIN_SECONDS = 120
# Of ids that are searched for: what needs no escape in a pattern or a query.
ID = re.compile(r"[\w.:/+=@-]{1,256}", re.ASCII)
ENDED = ("Complete", "Failed", "Cancelled", "Timeout", "Unknown")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A time from and to which lines are read."""

    since: datetime
    until: datetime

    @property
    def milliseconds(self) -> dict[str, int]:
        return {"startTime": _ms(self.since), "endTime": _ms(self.until)}

    @property
    def seconds(self) -> dict[str, int]:
        return {
            "startTime": int(self.since.timestamp()),
            "endTime": int(self.until.timestamp()) + 1,
        }


def search(
    account: Account, groups: Sequence[LogGroup], period: Period, ids: Iterable[str] = ()
) -> list[LogLine]:
    """The lines of a period that hold any of ``ids``, all of them without one, oldest first."""
    wanted = sorted({_checked(each) for each in ids})
    one = _filtered if account.endpoint else _queried
    found = one(account, groups, period, wanted)
    return sorted(
        {(line.group, line.id, line.text, line.at): line for line in found}.values(),
        key=lambda line: (line.at, line.group),
    )


def recent(account: Account, groups: Sequence[LogGroup], period: Period) -> list[LogLine]:
    """The lines of a short period, group by group: a query would start too slowly to follow."""
    return sorted(_filtered(account, groups, period, []), key=lambda line: (line.at, line.group))


def _filtered(
    account: Account, groups: Sequence[LogGroup], period: Period, ids: Sequence[str]
) -> list[LogLine]:
    logs = account.client("logs")
    patterns = [{"filterPattern": f'"{each}"'} for each in ids] or [{}]

    def read(group: LogGroup) -> list[LogLine]:
        found: list[LogLine] = []
        for pattern in patterns:
            asked = {"logGroupName": group.name, **period.milliseconds, **pattern}
            try:
                for page in logs.get_paginator("filter_log_events").paginate(**asked):
                    lines = [each for each in page["events"] if each["message"].strip()]
                    found += [parsed(each, group.name, group.service) for each in lines]
            except logs.exceptions.ResourceNotFoundException:
                return []  # deleted since it was listed
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [line for lines in pool.map(read, groups) for line in lines]


def _queried(
    account: Account, groups: Sequence[LogGroup], period: Period, ids: Sequence[str]
) -> list[LogLine]:
    starts = range(0, len(groups), GROUPS_PER_QUERY)
    parts = [groups[start : start + GROUPS_PER_QUERY] for start in starts]
    run = partial(_query, account.client("logs"), period, query_of(ids), time.sleep)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [line for lines in pool.map(run, parts) for line in lines]


def query_of(ids: Sequence[str]) -> str:
    """The query for lines that hold any of ``ids``."""
    holds = " or ".join(f'@message like "{each}"' for each in ids)
    where = f"| filter {holds} " if ids else ""
    return (
        f"fields @timestamp, @message, @log, @ptr {where}| sort @timestamp asc | limit {MOST_LINES}"
    )


def _query(
    logs: Any,
    period: Period,
    query: str,
    wait: Callable[[float], None],
    groups: Sequence[LogGroup],
) -> list[LogLine]:
    names = [group.name for group in groups]
    asked = {"logGroupNames": names, "queryString": query, "limit": MOST_LINES, **period.seconds}
    number = logs.start_query(**asked)["queryId"]
    deadline = time.monotonic() + QUERY_WITHIN_SECONDS
    while (answer := logs.get_query_results(queryId=number))["status"] not in ENDED:
        if time.monotonic() > deadline:
            logs.stop_query(queryId=number)
            raise LocalError(f"the query takes longer than {QUERY_WITHIN_SECONDS} s; give --since")
        wait(POLL_SECONDS)
    if answer["status"] != "Complete":
        raise LocalError(f"Logs Insights ended the query: {answer['status']}")
    if len(answer["results"]) >= MOST_LINES:
        raise LocalError(f"there are more than {MOST_LINES} lines; give a later --since")
    services = {group.name: group.service for group in groups}
    return [_line(row, services) for row in answer["results"]]


def _line(row: Sequence[dict[str, str]], services: dict[str, str]) -> LogLine:
    """A row of an answer: pairs of field and value; ``@log`` is account and group."""
    values = {cell["field"]: cell["value"] for cell in row}
    group = values["@log"].partition(":")[2]
    at = datetime.fromisoformat(values["@timestamp"]).replace(tzinfo=UTC)
    event = {"timestamp": _ms(at), "message": values["@message"], "eventId": values.get("@ptr")}
    return parsed(event, group, services.get(group, ""))


def _checked(text: str) -> str:
    if not ID.fullmatch(text):
        raise LocalError(f"an id has letters, digits and . : / + = @ _ - only, got {text!r}")
    return text


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
