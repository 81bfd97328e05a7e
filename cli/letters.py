"""Letters: what lies in a dead-letter queue, held for a look and put back, or removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

# The most that SQS hands out, or takes back, in one call.
BATCH = 10
# Long polling asks every server; without it a message that is there may not be found.
WAIT_SECONDS = 1
# Long enough to look at a round of letters, short enough to give back what a crash left hidden.
HOLD_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A dead letter; ``system`` is what SQS itself says of it."""

    id: str
    handle: str
    body: str
    system: Mapping[str, str]
    attributes: Mapping[str, Any]

    @property
    def sent(self) -> datetime:
        """When it was put into the queue: of a FIFO queue the dead letters, else the source."""
        return datetime.fromtimestamp(int(self.system["SentTimestamp"]) / 1000, UTC)


@dataclass
class Hold:
    """Letters taken out of everybody's sight for a while; at the end all not removed are back."""

    sqs: Any
    url: str
    # Their receipts by their ids; the others seen were removed.
    _held: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def __enter__(self) -> Hold:
        return self

    def take(self, most: int) -> list[Letter]:
        """Up to ``most`` letters that were not taken before; none when there are no more.

        Of a FIFO queue these are few: a group gives no more while some of it are held.
        """
        taken: list[Letter] = []
        while len(taken) < most:
            answer = self.sqs.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=min(BATCH, most - len(taken)),
                WaitTimeSeconds=WAIT_SECONDS,
                VisibilityTimeout=HOLD_SECONDS,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            letters = [_letter(message) for message in answer.get("Messages", [])]
            self._held.update({letter.id: letter.handle for letter in letters})
            new = [letter for letter in letters if letter.id not in self._seen]
            self._seen.update(letter.id for letter in new)
            taken.extend(new)
            if not new:
                break
        return taken

    def remove(self, letter: Letter) -> None:
        """Delete a letter for good."""
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=self._held[letter.id])
        del self._held[letter.id]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        handles = list(self._held.values())
        for first in range(0, len(handles), BATCH):
            # Refused are those held too long, and they are back already.
            self.sqs.change_message_visibility_batch(
                QueueUrl=self.url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                    for number, handle in enumerate(handles[first : first + BATCH])
                ],
            )


def _letter(message: Mapping[str, Any]) -> Letter:
    return Letter(
        id=message["MessageId"],
        handle=message["ReceiptHandle"],
        body=message["Body"],
        system=message["Attributes"],
        attributes=message.get("MessageAttributes", {}),
    )
