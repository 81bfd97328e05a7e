"""Journey: what all functions, queues and workflows of a stage did under one id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cli.observe.executions import WorkflowEvent, events_of, executions_of
from cli.observe.log_groups import LogGroup, groups_of
from cli.observe.log_line import LogLine, short
from cli.observe.log_search import Period, search
from cli.repair import dead_letter_queue
from cli.repair.held_messages import Hold
from cli.stage.account import Account
from local.checkout import LocalError

# More would be those of a search for too much: the id of an item that everybody buys.
MOST_CORRELATIONS = 20
MESSAGES_READ = 1000


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a function or an API, or one event of a workflow; ``source`` is the queue or the
    stream that the function was invoked for.
    """

    at: datetime
    kind: Literal["function", "api", "workflow"]
    service: str
    name: str
    level: str
    words: str
    source: str | None = None
    record: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The step for programs; times as ISO 8601."""
        return {**vars(self), "at": self.at.isoformat()}


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Everything that was found, oldest first; ``dead_letters`` are queues and message ids."""

    id: str
    correlation_ids: tuple[str, ...]
    steps: tuple[Step, ...]
    dead_letters: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The journey for programs."""
        dead = [{"queue": queue, "message": message} for queue, message in self.dead_letters]
        return {
            "id": self.id,
            "correlationIds": [*self.correlation_ids],
            "steps": [step.as_json() for step in self.steps],
            "deadLetters": dead,
        }


def correlated(
    account: Account, groups: Sequence[LogGroup], period: Period, wanted: str
) -> tuple[str, ...]:
    """The id and the correlation ids of the lines that hold it; raises ``LocalError`` if no line
    does, or if the lines of too many requests do.
    """
    lines = search(account, groups, period, [wanted])
    if not lines:
        raise LocalError(
            f"no line since {period.since:%Y-%m-%d %H:%M} UTC in {len(groups)} log groups of "
            f"stage {account.stage} has {wanted}; an earlier --since may have"
        )
    if wanted in {line.correlation_id for line in lines}:
        return (wanted,)
    found = dict.fromkeys(line.correlation_id for line in lines if line.correlation_id)
    if len(found) > MOST_CORRELATIONS:
        raise LocalError(
            f"{wanted} is in the lines of {len(found)} requests, of which at most "
            f"{MOST_CORRELATIONS} can be shown; give one of {', '.join([*found][:3])}, ..."
        )
    return (wanted, *(each for each in found if each))


def journey_of(account: Account, wanted: str, period: Period) -> Journey:
    """The journey of an order, or of anything else that has an id in the log."""
    groups = groups_of(account)
    ids = correlated(account, groups, period, wanted)
    lines = search(account, groups, period, ids)
    requests = {str(each) for line in lines if (each := line.record.get("gateway_request_id"))}
    if unknown := requests.difference(ids):
        lines += search(account, groups, period, unknown)
    sources = sources_of(account)
    named = {str(each) for line in lines if (each := line.record.get("execution"))}
    events = [
        event
        for execution in executions_of(account, ids, named)
        for event in events_of(account, execution)
    ]
    unique = {(line.group, line.id, line.text): line for line in lines}.values()
    steps = [*(_of_line(line, sources) for line in unique), *map(_of_event, events)]
    return Journey(
        id=wanted,
        correlation_ids=tuple(each for each in ids if each != wanted) or (wanted,),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
        dead_letters=tuple(_dead_letters(account, ids)),
    )


def sources_of(account: Account) -> dict[str, str]:
    """The queue or stream of each function that has one, by the function's logical name."""
    pages = account.client("lambda").get_paginator("list_event_source_mappings").paginate()
    mappings = [each for page in pages for each in page["EventSourceMappings"]]
    return {
        short(each["FunctionArn"].split(":")[6]): _source(each["EventSourceArn"])
        for each in mappings
        if each.get("EventSourceArn")
    }


def _source(arn: str) -> str:
    """``queue orders-advance-order``, ``table orders-orders``, ``stream analytics-events``."""
    service, resource = arn.split(":")[2], arn.split(":", 5)[5]
    kind = {"sqs": "queue", "dynamodb": "table"}.get(service, "stream")
    name = resource.split("/")[1] if "/" in resource else resource
    return f"{kind} {short(name)}"


def _of_line(line: LogLine, sources: dict[str, str]) -> Step:
    return Step(
        at=line.at,
        kind="api" if "sourceIp" in line.record else "function",
        service=str(line.record.get("service") or line.service),
        name=line.function,
        level=line.level,
        words=line.words,
        source=sources.get(line.function),
        record=dict(line.record) or {"text": line.text},
    )


def _of_event(event: WorkflowEvent) -> Step:
    return Step(
        at=event.at,
        kind="workflow",
        service=event.workflow.partition("-")[0],
        name=event.workflow,
        level="ERROR" if event.failed else "INFO",
        words=event.words,
        record={"execution": event.execution},
    )


def _dead_letters(account: Account, ids: Iterable[str]) -> list[tuple[str, str]]:
    """The messages in dead-letter queues that hold one of the ids; they are put back."""
    sqs, found = account.client("sqs"), []
    for queue in dead_letter_queue.queues_of(account):
        if not dead_letter_queue.depth(sqs, queue.url):
            continue
        with Hold(sqs, queue.url) as hold:
            messages = hold.take(MESSAGES_READ)
        found += [(queue.name, m.id) for m in messages if any(each in m.body for each in ids)]
    return found
