"""``platform backfill``: replays archived events to one consumer, and to no other."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import click

from cli.repair.archive import EVENTS, Archive, consumer_named, consumers_of
from cli.stage.account import Account, account_of
from cli.terminal.arguments import Command, Text, any_stage_option, json_option
from cli.terminal.moments import FORM, Moment, check_order, point
from local.checkout import LocalError
from local.progress import say

UNDER_WAY = ("STARTING", "RUNNING", "CANCELLING")
POLL_SECONDS = 1.0


@click.command(cls=Command)
@click.argument("consumer", type=Text(64))
@click.option("--since", type=Moment(), required=True, help=FORM)
@click.option("--until", type=Moment(), default="0m", help="in the same way (default: now)")
@json_option
@any_stage_option
def run(consumer: str, since: str, until: str, as_json: bool, stage_name: str) -> int:
    """CONSUMER is the subscription, such as analytics-count-order."""
    now = datetime.now(UTC)
    first, last = (point(given, now) for given in (since, until))
    check_order(first, last, now)
    with account_of(stage_name) as account:
        rule = consumer_named(consumers_of(account), consumer)
        archive = Archive.of(account)
        archive.check(first, last, now)
        # AWS counts with hours of delay, the emulator at once.
        if not archive.count and account.endpoint:
            raise LocalError(f"nothing is archived in {archive.name} yet")
        kept = f"kept for {archive.days} days" if archive.days else "kept for ever"
        show = say if as_json else print
        show(f"{archive.name} holds {archive.count} events in all, {kept}")
        name = start(account, archive, rule, consumer, first, last)
        show(f"replay {name} has begun; it goes on if this command is stopped")
        follow(account, name)
    if as_json:
        period = {"since": first.isoformat(), "until": last.isoformat()}
        facts = {"replay": name, "archive": archive.name, "archived": archive.count}
        print(json.dumps({**facts, "consumer": consumer, **period, "state": "COMPLETED"}))
    else:
        print(f"completed: events of {first} to {last} are with {consumer}")
    return 0


def start(
    account: Account,
    archive: Archive,
    rule: str,
    consumer: str,
    since: datetime,
    until: datetime,
) -> str:
    """Begin a replay for one rule; returns its name."""
    # A logical name is short enough: with more than 48 characters its function would have no name.
    name = f"{consumer}.{datetime.now(UTC):%Y%m%dT%H%M%S}"
    account.client(EVENTS).start_replay(
        ReplayName=name,
        Description=f"backfill of {consumer}",
        EventSourceArn=archive.arn,
        EventStartTime=since,
        EventEndTime=until,
        Destination={"Arn": archive.bus_arn, "FilterArns": [rule]},
    )
    return name


def follow(account: Account, name: str) -> None:
    """Wait for the end of a replay, saying how far it is; raises ``LocalError`` if it fails."""
    shown: Any = None
    while True:
        replay = account.client(EVENTS).describe_replay(ReplayName=name)
        state, reached = replay["State"], replay.get("EventLastReplayedTime")
        if (state, reached) != shown:
            shown = (state, reached)
            say(f"  {state.lower()}{f', events up to {reached}' if reached else ''}")
        if state == "COMPLETED":
            return
        if state not in UNDER_WAY:
            reason = replay.get("StateReason", "no reason was given")
            raise LocalError(f"replay {name} ended as {state}: {reason}")
        time.sleep(POLL_SECONDS)
