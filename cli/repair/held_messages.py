"""Held messages: messages of a dead-letter queue, received to be read, then released or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

# The most messages of one call: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
BATCH = 10
# Long polling queries every server of the queue; short polling may miss a message.
WAIT_SECONDS = 1
# The visibility timeout: enough to read a batch; after a crash the messages are back by then.
HOLD_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message in a dead-letter queue; ``system`` holds the attributes that SQS sets itself."""

    id: str
    handle: str
    body: str
    system: Mapping[str, str]
    attributes: Mapping[str, Any]

    @property
    def sent(self) -> datetime:
        """When it was sent: to the source queue; to the dead-letter queue if that is FIFO."""
        return datetime.fromtimestamp(int(self.system["SentTimestamp"]) / 1000, UTC)


@dataclass
class Hold:
    """Messages that other consumers cannot receive; at the end those not deleted are released."""

    sqs: Any
    url: str
    # Their receipts by their ids; the others seen were removed.
    _held: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def __enter__(self) -> Hold:
        return self

    def take(self, most: int) -> list[Message]:
        """Up to ``most`` messages that were not taken before; none when there are no more.

        A FIFO queue gives few: none of a group while others of it are in flight.
        """
        taken: list[Message] = []
        while len(taken) < most:
            answer = self.sqs.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=min(BATCH, most - len(taken)),
                WaitTimeSeconds=WAIT_SECONDS,
                VisibilityTimeout=HOLD_SECONDS,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            messages = [_message(message) for message in answer.get("Messages", [])]
            self._held.update({message.id: message.handle for message in messages})
            new = [message for message in messages if message.id not in self._seen]
            self._seen.update(message.id for message in new)
            taken.extend(new)
            if not new:
                break
        return taken

    def remove(self, message: Message) -> None:
        """Delete a message from the queue."""
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=self._held[message.id])
        del self._held[message.id]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        handles = list(self._held.values())
        for first in range(0, len(handles), BATCH):
            # Fails for messages whose visibility timeout has ended: they are released already.
            self.sqs.change_message_visibility_batch(
                QueueUrl=self.url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                    for number, handle in enumerate(handles[first : first + BATCH])
                ],
            )


def _message(message: Mapping[str, Any]) -> Message:
    return Message(
        id=message["MessageId"],
        handle=message["ReceiptHandle"],
        body=message["Body"],
        system=message["Attributes"],
        attributes=message.get("MessageAttributes", {}),
    )
