"""``platform trace``: one order, or anything else with an id, through functions and workflows."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from cli.account import account_of, any_stage_option
from cli.arguments import text
from cli.journey import Journey, Step, journey_of
from cli.log_search import Period
from cli.moments import moment, point

HELP = "one order by its id, or any correlation id: what every function and workflow did for it"
LONGEST_ID = 256


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "id",
        type=text(LONGEST_ID),
        help="an order's id, a correlation id, or a gateway's request id",
    )
    period_options(parser, "1d")
    parser.add_argument("--json", action="store_true", help="print JSON")
    any_stage_option(parser)


def period_options(parser: argparse.ArgumentParser, default: str) -> None:
    """``--since``, as the commands that read logs have it."""
    words = f"as 2026-11-21T09:00 in UTC, or 90m, 2h or 3d ago (default: {default})"
    parser.add_argument("--since", type=moment, default=default, help=words)


def period_of(args: argparse.Namespace) -> Period:
    """From ``--since`` until now."""
    now = datetime.now(UTC)
    return Period(since=point(args.since, now), until=now)


def run(args: argparse.Namespace) -> int:
    with account_of(args.stage) as account:
        journey = journey_of(account, args.id, period_of(args))
    if args.json:
        print(json.dumps(journey.as_json(), indent=2, default=str))
    else:
        print("\n".join(lines_of(journey)))
    return 0


def lines_of(journey: Journey) -> Iterator[str]:
    """A line for each step: when, how long after the first, who, and what."""
    yield f"{journey.id}, correlation id {', '.join(journey.correlation_ids)}"
    width = max((len(step.name) for step in journey.steps), default=0)
    for step in journey.steps:
        after = (step.at - journey.steps[0].at).total_seconds()
        level = "" if step.level == "INFO" else f"{step.level} "
        source = f"  (from {step.source})" if step.source else ""
        words = f"{level}{step.words}{source}"
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
