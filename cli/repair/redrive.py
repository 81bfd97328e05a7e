"""``platform redrive``: moves messages of a dead-letter queue back to their source queue.

Records of a stream were never in a queue: its consumer is invoked with them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import click

from cli.repair.causes import Cause, Consumer, causes_of, consumer_of
from cli.repair.dead_letter_queue import (
    LONGEST_NAME,
    DeadLetterQueue,
    Source,
    depth,
    named,
    queues_of,
)
from cli.repair.held_messages import Hold, Message
from cli.repair.resend import Trail, request
from cli.repair.stream_records import FailedAgain, StreamRecords
from cli.stage.account import Account, account_of
from cli.terminal.arguments import Command, Text, Whole, any_stage_option, json_option
from local.checkout import LocalError

REASON_LENGTH = 200
# Messages whose errors are looked up in the log together.
BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which messages move, and why; without ``limit`` all, without ``error`` of any error."""

    reason: str
    limit: int | None = None
    error: str | None = None


class Way(Protocol):
    """Where messages go to: ``move`` returns the id of the copy, or raises ``FailedAgain``."""

    @property
    def target(self) -> str: ...

    def in_order(self, messages: list[Message]) -> list[Message]: ...

    def move(self, message: Message) -> str: ...


@dataclass(frozen=True, kw_only=True)
class ToSource:
    """Sends messages to their source queue."""

    account: Account
    source: Source
    reason: str

    @property
    def target(self) -> str:
        return self.source.name

    def in_order(self, messages: list[Message]) -> list[Message]:
        return messages

    def move(self, message: Message) -> str:
        call = request(self.source, message, self.reason, datetime.now(UTC))
        return str(self.account.client("sqs").send_message(**call)["MessageId"])


@dataclass(kw_only=True)
class Redrive:
    """Moves messages; ``moved`` and ``kept`` count those seen, by error."""

    account: Account
    queue: DeadLetterQueue
    way: Way
    consumer: Consumer
    selection: Selection
    moved: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    _copies: set[str] = field(default_factory=set)

    def run(self, *, dry: bool) -> None:
        """Move the selected messages; with ``dry`` only count them."""
        trail = None
        if not dry:
            trail = Trail.begin(self.account, self.queue, self.consumer, self.selection.reason)
        with Hold(self.account.client("sqs"), self.queue.url) as hold:
            while messages := hold.take(self._still()):
                causes = causes_of(self.account, self.consumer, messages)
                for message in self.way.in_order(messages):
                    cause = causes[message.id]
                    if not self._goes_back(message, cause):
                        self.kept[cause.error] += 1
                        continue
                    try:
                        copy = self._move(hold, message) if trail else ""
                    except FailedAgain as failure:
                        self.kept[failure.error] += 1
                        continue
                    self.moved[cause.error] += 1
                    if trail:
                        trail.write(message, cause, sent_as=copy)

    def _still(self) -> int:
        """How many messages to look at next."""
        if self.selection.limit is None:
            return BATCH
        left = self.selection.limit - self.moved.total()
        # Messages with other errors may lie between the selected ones.
        return BATCH if left and self.selection.error else min(BATCH, left)

    def _goes_back(self, message: Message, cause: Cause) -> bool:
        enough = self.selection.limit is not None and self.moved.total() >= self.selection.limit
        # A copy that has failed again already would be moved for ever.
        came_back = message.id in self._copies
        return not (enough or came_back or self.selection.error not in (None, cause.error))

    def _move(self, hold: Hold, message: Message) -> str:
        """Send, then delete: an interruption between the two leaves two messages, never none."""
        copy = self.way.move(message)
        self._copies.add(copy)
        hold.remove(message)
        return copy


@click.command(cls=Command)
@click.argument("queue", type=Text(LONGEST_NAME))
@click.option(
    "--reason",
    type=Text(REASON_LENGTH),
    required=True,
    help=f"why the messages will not fail again, in {REASON_LENGTH} characters at most",
)
@click.option("--limit", type=Whole(1, 1_000_000), help="at most so many")
@click.option("--error", type=Text(200), help="only messages that failed with this error")
@click.option("--dry-run", is_flag=True, help="say what would be moved")
@json_option
@any_stage_option
def run(
    queue: str,
    reason: str,
    limit: int | None,
    error: str | None,
    dry_run: bool,
    as_json: bool,
    stage_name: str,
) -> int:
    """QUEUE is the dead-letter queue, by its name or its consumer's; dead-letters lists them."""
    selection = Selection(reason=reason, limit=limit, error=error)
    with account_of(stage_name) as account:
        chosen = named(queues_of(account), queue)
        redrive = prepared(account, chosen, selection)
        try:
            redrive.run(dry=dry_run)
        finally:
            # After an interruption too: messages that have moved stay moved.
            if as_json:
                print(json.dumps(facts(redrive, dry=dry_run), indent=2), flush=True)
            else:
                print(summary(redrive, dry=dry_run), flush=True)
        if not as_json:
            print(f"left in {chosen.name}: {depth(account.client('sqs'), chosen.url)}")
    return 0


def prepared(account: Account, queue: DeadLetterQueue, selection: Selection) -> Redrive:
    """Raise ``LocalError`` for a queue of no source queue and no stream, or one without a
    consumer.
    """
    consumer = consumer_of(account, queue)
    if consumer is None:
        raise LocalError(
            f"{queue.source.name} has no consumer; deploy its function first"
            if queue.source
            else f"the messages of {queue.name} were never in a queue: a rule or a schedule sent "
            "them there; list them with dead-letters, and repeat the work at its origin"
        )
    way: Way = StreamRecords(account=account, consumer=consumer)
    if queue.source is not None:
        way = ToSource(account=account, source=queue.source, reason=selection.reason)
    return Redrive(account=account, queue=queue, way=way, consumer=consumer, selection=selection)


def facts(redrive: Redrive, *, dry: bool) -> dict[str, object]:
    """The same as the summary, for programs; ``left`` is what the queue itself counts then."""
    return {
        "queue": redrive.queue.name,
        "target": redrive.way.target,
        "dryRun": dry,
        "moved": dict(redrive.moved.most_common()),
        "kept": dict(redrive.kept.most_common()),
        "left": depth(redrive.account.client("sqs"), redrive.queue.url),
    }


def summary(redrive: Redrive, *, dry: bool) -> str:
    """The numbers of messages moved and kept, by error, a line each."""
    verb = "would move" if dry else "moved"
    lines = [f"{verb} {redrive.moved.total()} to {redrive.way.target}"]
    lines += [f"  {error}: {count}" for error, count in redrive.moved.most_common()]
    lines += [f"  {error}: {count} stayed" for error, count in redrive.kept.most_common()]
    return "\n".join(lines)
