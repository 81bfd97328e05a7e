"""Table: how many minutes each situation takes to set off each alarm of a component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tests.alarms import situations
from tests.alarms.metrics import Samples
from tests.alarms.situations import LENGTH, Messages, Requests, Situation
from tests.alarms.stage import API, SCHEDULE, STREAM, TABLE, WORKER, WORKFLOW, alarms
from tests.alarms.timeline import EXTRA_POINTS, first_alarm

# A failure may begin anywhere in a period: the longest time of these is in the table.
STARTS = range(901, 1200, 60)

# What happens, to which component.
SITUATIONS: dict[str, tuple[str, Situation]] = {
    "one failing request every two minutes, no others": (API, Requests(every=120, answered=True)),
    "a handler raises at one request every two minutes": (API, Requests(every=120, raised=True)),
    "all requests fail, one an hour": (API, Requests(every=3600, answered=True)),
    "all requests of one route fail, one an hour, among one a second of others": (
        API,
        Requests(every=3600, answered=True, others=1),
    ),
    "one request in twenty fails, of one a second": (API, Requests(every=1, per=20, answered=True)),
    "one request in five hundred fails, of one a second": (
        API,
        Requests(every=1, per=500, answered=True),
    ),
    "all requests are slow, one a minute": (API, Requests(every=60, slow=True)),
    "one slow request an hour": (API, Requests(every=3600, slow=True)),
    "all requests are throttled, one an hour": (API, Requests(every=3600, throttled=True)),
    "all messages fail, one an hour": (WORKER, Messages(every=3600, failures=9)),
    "one message always fails, among one a second": (
        WORKER,
        Messages(every=1, failures=9, poisoned=True),
    ),
    "each message fails once, then succeeds, one a minute": (
        WORKER,
        Messages(every=60, failures=1),
    ),
    "the consumer is silent": (WORKER, Messages(every=3600, consumer="silent")),
    "the consumer is too slow": (WORKER, Messages(every=1, consumer="slow")),
    "the consumer is throttled": (WORKER, Messages(every=3600, consumer="throttled")),
    "all changes of a table fail, one an hour": (STREAM, situations.stream_fails),
    "the consumer of a stream is too slow": (STREAM, situations.stream_slow),
    "the consumer of a stream is silent": (STREAM, situations.stream_silent),
    "no change for hours": (STREAM, situations.nothing_changes),
    "one execution fails": (WORKFLOW, situations.execution_fails),
    "one execution times out": (WORKFLOW, situations.executions_time_out),
    "writes are throttled every other minute": (TABLE, situations.writes_throttled),
    "a run is dropped": (SCHEDULE, situations.run_dropped),
}

Minutes = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A situation, and the minutes until each alarm that it sets off at every start."""

    situation: str
    component: str
    minutes: Minutes


@cache
def rows(extra: int = EXTRA_POINTS) -> tuple[Row, ...]:
    """A row for each situation."""
    return tuple(
        Row(situation=text, component=component, minutes=_minutes(component, happens, extra))
        for text, (component, happens) in SITUATIONS.items()
    )


def _minutes(component: str, happens: Situation, extra: int) -> Minutes:
    found: dict[str, list[float | None]] = {}
    for start in STARTS:
        samples = Samples()
        happens(samples, start)
        for name, alarm in alarms().items():
            if name.startswith(f"{component}-"):
                at = first_alarm(alarm, samples, LENGTH, extra)
                found.setdefault(name, []).append(None if at is None else (at - start) / 60)
    return {
        name: max(each for each in minutes if each is not None)
        for name, minutes in found.items()
        if None not in minutes
    }


def written() -> str:
    """The table, in Markdown."""
    lines = ["| situation | alarm | minutes until ALARM |", "| --- | --- | --- |"]
    for row in rows():
        alarms_of = [
            f"| `{name}` | {minutes:.0f} |" for name, minutes in sorted(row.minutes.items())
        ]
        for place, text in enumerate(alarms_of or ["| none | |"]):
            lines.append(f"| {row.situation if place == 0 else ''} {text}")
    return "\n".join(lines) + "\n"
