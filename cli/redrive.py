"""``platform redrive``: sends dead letters back to where they failed, and says and logs why."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cli.account import Account, account_of, any_stage_option
from cli.causes import Cause, Consumer, causes_of, consumer_of
from cli.dead_letter_queue import DeadLetterQueue, Source, depth, named, queues_of
from cli.letters import Hold, Letter
from cli.resend import Trail, request
from local.checkout import LocalError

HELP = "send dead letters back to their queue, after what killed them was mended"

REASON_LENGTH = (1, 200)
# Taken at a time: the causes of so many are looked up together.
ROUND = 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which dead letters go back, and why; without ``limit`` all, without ``error`` of any kind."""

    reason: str
    limit: int | None = None
    error: str | None = None

    def __post_init__(self) -> None:
        low, high = REASON_LENGTH
        if not low <= len(self.reason) <= high:
            raise LocalError(
                f"--reason must have {low} to {high} characters, got {len(self.reason)}"
            )
        if self.limit is not None and self.limit < 1:
            raise LocalError(f"--limit must be at least 1, got {self.limit}")


@dataclass(kw_only=True)
class Redrive:
    """Moves letters; what has become of those seen stands in ``moved`` and ``kept``, by error."""

    account: Account
    queue: DeadLetterQueue
    source: Source
    consumer: Consumer
    wanted: Wanted
    moved: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    _copies: set[str] = field(default_factory=set)

    def run(self, *, dry: bool) -> None:
        """Move what is wanted, or only count it."""
        trail = None
        if not dry:
            trail = Trail.begin(self.account, self.queue, self.consumer, self.wanted.reason)
        with Hold(self.account.client("sqs"), self.queue.url) as hold:
            while letters := hold.take(self._still()):
                causes = causes_of(self.account, self.consumer, letters)
                for letter in letters:
                    cause = causes[letter.id]
                    if not self._goes_back(letter, cause):
                        self.kept[cause.error] += 1
                        continue
                    copy = self._move(hold, letter) if trail else ""
                    self.moved[cause.error] += 1
                    if trail:
                        trail.write(letter, cause, sent_as=copy)

    def _still(self) -> int:
        """How many letters to look at next."""
        if self.wanted.limit is None:
            return ROUND
        left = self.wanted.limit - self.moved.total()
        # Of those that died of another error there may be any number in between.
        return ROUND if left and self.wanted.error else min(ROUND, left)

    def _goes_back(self, letter: Letter, cause: Cause) -> bool:
        enough = self.wanted.limit is not None and self.moved.total() >= self.wanted.limit
        # A copy that has failed already would go round for ever.
        came_back = letter.id in self._copies
        return not (enough or came_back or self.wanted.error not in (None, cause.error))

    def _move(self, hold: Hold, letter: Letter) -> str:
        """Send, and only then delete: whoever ends this in the middle has two, never none."""
        call = request(self.source, letter, self.wanted.reason, datetime.now(UTC))
        copy: str = self.account.client("sqs").send_message(**call)["MessageId"]
        self._copies.add(copy)
        hold.remove(letter)
        return copy


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("queue", help="the dead-letter queue, by its name or its consumer's")
    parser.add_argument("--reason", required=True, help="why they will not fail again")
    parser.add_argument("--limit", type=int, help="at most so many")
    parser.add_argument("--error", help="only those that died of this error")
    parser.add_argument("--dry-run", action="store_true", help="say what would be moved")
    any_stage_option(parser)


def run(args: argparse.Namespace) -> int:
    wanted = Wanted(reason=args.reason.strip(), limit=args.limit, error=args.error)
    with account_of(args.stage) as account:
        queue = named(queues_of(account), args.queue)
        redrive = _prepared(account, queue, wanted)
        try:
            redrive.run(dry=args.dry_run)
        finally:
            # Also of one that was interrupted: what has moved has moved.
            print(told(redrive, dry=args.dry_run), flush=True)
        print(f"left in {queue.name}: {depth(account.client('sqs'), queue.url)}")
    return 0


def _prepared(account: Account, queue: DeadLetterQueue, wanted: Wanted) -> Redrive:
    """Refuses letters that have no queue to go back to, or would find nobody there."""
    if queue.source is None:
        raise LocalError(
            f"what lies in {queue.name} never was in a queue: a rule, a schedule or a stream left "
            "it there; read it with dead-letters, and see to it at its origin"
        )
    consumer = consumer_of(account, queue)
    if consumer is None:
        raise LocalError(f"nobody works on {queue.source.name}; deploy its function first")
    return Redrive(
        account=account, queue=queue, source=queue.source, consumer=consumer, wanted=wanted
    )


def told(redrive: Redrive, *, dry: bool) -> str:
    """What was done, in lines."""
    verb = "would move" if dry else "moved"
    lines = [f"{verb} {redrive.moved.total()} to {redrive.source.name}"]
    lines += [f"  {error}: {count}" for error, count in redrive.moved.most_common()]
    lines += [f"  {error}: {count} stayed" for error, count in redrive.kept.most_common()]
    return "\n".join(lines)
