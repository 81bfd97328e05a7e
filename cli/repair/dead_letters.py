"""``platform dead-letters``: the messages in the dead-letter queues of a stage, by error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import click

from cli.repair.causes import Cause, causes_of, consumer_of
from cli.repair.dead_letter_queue import LONGEST_NAME, DeadLetterQueue, depth, named, queues_of
from cli.repair.held_messages import Hold, Message
from cli.repair.resend import REASON
from cli.stage.account import Account, account_of
from cli.terminal.arguments import Command, Text, any_stage_option

# Enough to see what is wrong; a message that is read is hidden from its consumers for a moment.
READ_AT_MOST = 1000
IDS_SHOWN = 3


@click.command(cls=Command)
@click.argument("queue", required=False, type=Text(LONGEST_NAME))
@any_stage_option
def run(queue: str | None, stage_name: str) -> int:
    """QUEUE is one queue, by its name or its consumer's; all of them if not given."""
    with account_of(stage_name) as account:
        queues = queues_of(account)
        chosen = [named(queues, queue)] if queue else queues
        sqs, holding = account.client("sqs"), 0
        for each in chosen:
            count = depth(sqs, each.url)
            if count:
                holding += 1
                print("\n".join(_described(account, each, count)), flush=True)
        print(f"{holding} of {len(chosen)} dead-letter queues hold messages")
    return 0


def _described(account: Account, queue: DeadLetterQueue, count: int) -> Iterator[str]:
    """A queue, and below it a line for each error."""
    consumer = consumer_of(account, queue)
    with Hold(account.client("sqs"), queue.url) as hold:
        messages = hold.take(READ_AT_MOST)
    causes = causes_of(account, consumer, messages)
    yield f"{queue.name}: {count}"
    if queue.source:
        worker = consumer.function if consumer else "no function"
        yield f"  from {queue.source.name}, consumed by {worker}"
    elif consumer:
        yield f"  of a stream, consumed by {consumer.function}"
    if len(messages) != count:
        # Of a FIFO queue only the first of each group can be read; of another it is a guess.
        yield f"  {len(messages)} of them could be read"
    yield from lines_of(messages, causes)


def lines_of(messages: Iterable[Message], causes: dict[str, Cause]) -> Iterator[str]:
    """The messages by error, the most frequent first."""
    groups: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        groups[causes[message.id].error].append(message)
    for error, dead in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        oldest, latest = (pick(dead, key=lambda message: message.sent) for pick in (min, max))
        yield f"  {error}: {len(dead)}, since {moment(oldest.sent)}, last {moment(latest.sent)}"
        if words := causes[latest.id].words:
            yield f"    {words}"
        if before := {reason for message in dead if (reason := reason_of(message))}:
            yield f"    failed again after a redrive: {'; '.join(sorted(before))}"
        more = f" and {len(dead) - IDS_SHOWN} more" if len(dead) > IDS_SHOWN else ""
        yield f"    {', '.join(message.id for message in dead[:IDS_SHOWN])}{more}"


def reason_of(message: Message) -> Any:
    """Why a message was redriven before, if it was."""
    return message.attributes.get(REASON, {}).get("StringValue")


def moment(when: datetime) -> str:
    """A point in time as operators compare it with logs."""
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"
