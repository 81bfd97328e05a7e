"""``platform dead-letters``: the messages in the dead-letter queues of a stage, by error."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

import click

from cli.repair.causes import Cause, causes_of, consumer_of
from cli.repair.dead_letter_queue import LONGEST_NAME, DeadLetterQueue, depth, named, queues_of
from cli.repair.held_messages import Hold, Message
from cli.repair.resend import REASON
from cli.stage.account import Account, account_of
from cli.terminal.arguments import Command, Text, any_stage_option, json_option

# Enough to see what is wrong; a message that is read is hidden from its consumers for a moment.
READ_AT_MOST = 1000
IDS_SHOWN = 3
# The end of a queue is known a second after its last message.
AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class Failures:
    """Messages that failed with the same error; ``redriven``: the reasons of earlier redrives."""

    error: str
    words: str
    since: datetime
    last: datetime
    redriven: list[str]
    ids: list[str]


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a dead-letter queue holds: ``messages`` by its own count; ``read`` were looked at."""

    queue: str
    source: str | None
    consumer: str | None
    messages: int
    read: int
    errors: list[Failures]


@click.command(cls=Command)
@click.argument("queue", required=False, type=Text(LONGEST_NAME))
@json_option
@any_stage_option
def run(queue: str | None, as_json: bool, stage_name: str) -> int:
    """QUEUE is one queue, by its name or its consumer's; all of them if not given."""
    with account_of(stage_name) as account:
        queues = queues_of(account)
        chosen = [named(queues, queue)] if queue else queues
        found: list[Held] = []
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for each in filter(None, pool.map(partial(held_if_any, account), chosen)):
                found.append(each)
                if not as_json:
                    print("\n".join(lines_of(each)), flush=True)
    if as_json:
        facts = {"asked": len(chosen), "queues": [asdict(each) for each in found]}
        print(json.dumps(facts, indent=2, default=datetime.isoformat))
    else:
        print(f"{len(found)} of {len(chosen)} dead-letter queues hold messages")
    return 0


def held_if_any(account: Account, queue: DeadLetterQueue) -> Held | None:
    """What a queue holds; None if it is empty."""
    count = depth(account.client("sqs"), queue.url)
    return held(account, queue, count) if count else None


def held(account: Account, queue: DeadLetterQueue, count: int) -> Held:
    """Read what a queue holds, and find the errors in the log of its consumer."""
    consumer = consumer_of(account, queue)
    with Hold(account.client("sqs"), queue.url) as hold:
        messages = hold.take(READ_AT_MOST)
    return Held(
        queue=queue.name,
        source=queue.source.name if queue.source else None,
        consumer=consumer.function if consumer else None,
        messages=count,
        read=len(messages),
        errors=errors_of(messages, causes_of(account, consumer, messages)),
    )


def errors_of(messages: Iterable[Message], causes: dict[str, Cause]) -> list[Failures]:
    """The messages by error, the most frequent first."""
    groups: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        groups[causes[message.id].error].append(message)
    found = []
    for error, dead in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        oldest, latest = (pick(dead, key=lambda message: message.sent) for pick in (min, max))
        redriven = {reason for message in dead if (reason := reason_of(message))}
        found.append(
            Failures(
                error=error,
                words=causes[latest.id].words,
                since=oldest.sent,
                last=latest.sent,
                redriven=sorted(redriven),
                ids=[message.id for message in dead],
            )
        )
    return found


def lines_of(held: Held) -> Iterator[str]:
    """A queue, and below it a line for each error."""
    yield f"{held.queue}: {held.messages}"
    if held.source:
        yield f"  from {held.source}, consumed by {held.consumer or 'no function'}"
    elif held.consumer:
        yield f"  of a stream, consumed by {held.consumer}"
    if held.read != held.messages:
        # Of a FIFO queue only the first of each group can be read; of another it is a guess.
        yield f"  {held.read} of them could be read"
    for each in held.errors:
        count = len(each.ids)
        yield f"  {each.error}: {count}, since {moment(each.since)}, last {moment(each.last)}"
        if each.words:
            yield f"    {each.words}"
        if each.redriven:
            yield f"    failed again after a redrive: {'; '.join(each.redriven)}"
        more = f" and {count - IDS_SHOWN} more" if count > IDS_SHOWN else ""
        yield f"    {', '.join(each.ids[:IDS_SHOWN])}{more}"


def reason_of(message: Message) -> Any:
    """Why a message was redriven before, if it was."""
    return message.attributes.get(REASON, {}).get("StringValue")


def moment(when: datetime) -> str:
    """A point in time as operators compare it with logs."""
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"
