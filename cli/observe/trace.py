"""``platform trace``: one order, or anything else with an id, through functions and workflows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from cli.observe.journey import Journey, Step, journey_of
from cli.observe.log_search import Period
from cli.stage.account import account_of
from cli.terminal.arguments import Command, Text, any_stage_option, json_option
from cli.terminal.moments import FORM, Moment, point

Function = TypeVar("Function", bound=Callable[..., Any])

LONGEST_ID = 256


def since_option(default: str) -> Callable[[Function], Function]:
    """``--since``, as the commands that read logs have it."""
    words = f"{FORM} (default: {default})"
    return click.option("--since", type=Moment(), default=default, help=words)


def period_since(since: str) -> Period:
    """From a time until now."""
    now = datetime.now(UTC)
    return Period(since=point(since, now), until=now)


@click.command(cls=Command)
@click.argument("wanted", metavar="ID", type=Text(LONGEST_ID))
@since_option("1d")
@json_option
@any_stage_option
def run(wanted: str, since: str, as_json: bool, stage_name: str) -> int:
    """ID is an order's id, a correlation id, or the request id of a gateway's error."""
    with account_of(stage_name) as account:
        journey = journey_of(account, wanted, period_since(since))
    if as_json:
        print(json.dumps(journey.as_json(), indent=2, default=str))
    else:
        print("\n".join(lines_of(journey)))
    return 0


def lines_of(journey: Journey) -> Iterator[str]:
    """A line for each step: when, how long after the first, who, and what; the order that all of
    them are about is in the first line only.
    """
    orders = {str(step.record["order_id"]) for step in journey.steps if "order_id" in step.record}
    order = orders.pop() if len(orders) == 1 else None
    of = f"order {order}, " if order and order != journey.id else ""
    yield f"{journey.id}, {of}correlation id {', '.join(journey.correlation_ids)}"
    width = max((len(step.name) for step in journey.steps), default=0)
    for step in journey.steps:
        after = (step.at - journey.steps[0].at).total_seconds()
        level = "" if step.level == "INFO" else f"{step.level} "
        source = f"  (from {step.source})" if step.source else ""
        said = step.words.replace(f" order_id={order}", "") if order else step.words
        words = f"{level}{said}{source}"
        yield f"  {step.at:%H:%M:%S.%f}"[:-3] + f"  +{after:8.3f}  {step.name:<{width}}  {words}"
    for queue, message in journey.dead_letters:
        yield f"  message {message} is in {queue}: platform dead-letters {queue}"
    yield summary(journey)


def summary(journey: Journey) -> str:
    """How much was found: ``12 functions, 6 services, 1 workflow, 9 queues and streams, ...``."""
    steps = journey.steps
    errors = sum(step.level in ("ERROR", "CRITICAL") for step in steps)
    counts = (
        (_count(steps, "name", "function"), "functions"),
        (len({step.service for step in steps}), "services"),
        (_count(steps, "name", "workflow"), "workflows"),
        (len({step.source for step in steps if step.source}), "queues and streams"),
        (errors, "errors"),
        (len(journey.dead_letters), "messages in dead-letter queues"),
    )
    took = (steps[-1].at - steps[0].at).total_seconds() if steps else 0
    return ", ".join(f"{number} {what}" for number, what in counts) + f", {took:.3f} s"


def _count(steps: tuple[Step, ...], part: str, kind: str) -> int:
    return len({getattr(step, part) for step in steps if step.kind == kind})
