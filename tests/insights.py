"""Insights: Logs Insights queries of four commands, parsed, and the fields that logs have.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Fields that CloudWatch Logs adds to every line.
OF_EVERY_LINE = {"@timestamp", "@message", "@log", "@logStream", "@ptr", "@ingestionTime"}
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
OF_EXECUTIONS = {
    *("id", "type", "details", "previous_event_id", "event_timestamp", "execution_arn"),
    *("details.cause", "details.error", "redrive_count"),
}

NAME = r"@?[A-Za-z_]\w*(?:\.\w+)*"
TEXT = r'"[^"\\]*"'
NUMBER = r"\d+"
CONDITION = re.compile(
    rf"({NAME}) (?:(?:=|!=|<|<=|>|>=) (?:{TEXT}|{NUMBER})|in \[{TEXT}(?:, {TEXT})*\])"
)
SORT = re.compile(rf"({NAME}) (asc|desc)")
MOST_ROWS = 10_000


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a query shows, by which fields it filters and sorts, and how many rows at most."""

    shown: tuple[str, ...]
    filtered: tuple[str, ...]
    sorted_by: str
    order: str
    limit: int

    @property
    def fields(self) -> set[str]:
        """The fields of the log that it reads, without those that every line has."""
        return {*self.shown, *self.filtered, self.sorted_by} - OF_EVERY_LINE


def parsed(query: str) -> Query:
    """A query of ``fields``, ``filter``, ``sort`` and ``limit``; ``ValueError`` for another."""
    commands = [each.strip().partition(" ") for each in query.split("|")]
    words = [command for command, _, _ in commands]
    if words != ["fields", "filter", "sort", "limit"]:
        raise ValueError(f"a query has fields, filter, sort and limit, got {words}")
    fields, conditions, order, limit = (rest for _, _, rest in commands)
    shown = tuple(fields.split(", "))
    if wrong := [each for each in shown if not re.fullmatch(NAME, each)]:
        raise ValueError(f"no names of fields: {wrong}")
    found = [CONDITION.fullmatch(each) for each in conditions.split(" and ")]
    by = SORT.fullmatch(order)
    if by is None or None in found:
        raise ValueError(f"no conditions: {conditions!r}, or no order: {order!r}")
    if not re.fullmatch(NUMBER, limit) or not 1 <= int(limit) <= MOST_ROWS:
        raise ValueError(f"limit must be between 1 and {MOST_ROWS}, got {limit}")
    return Query(
        shown=shown,
        filtered=tuple(each[1] for each in found if each is not None),
        sorted_by=by[1],
        order=by[2],
        limit=int(limit),
    )
