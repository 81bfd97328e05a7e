"""Messages: the consumer of a queue that is subscribed to the event bus or to an SNS topic."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts.envelope import unwrap
from contracts.event import Event, Message, Metadata
from runtime.observability import LambdaHandler
from runtime.sqs.batch import SqsMessage
from runtime.sqs.handler import Decoded, sqs_handler
from runtime.subjects import subject_of

M = TypeVar("M", bound=Message)


class UnexpectedMessage(ValueError):
    """A body that is none of the messages this function consumes."""


@dataclass(frozen=True)
class ReceivedMessage(Generic[M]):
    """A message, the metadata of its envelope, and the Lambda context."""

    message: M
    metadata: Metadata
    context: Any


def message_consumer(
    *kinds: type[Message], fifo: bool = False
) -> Callable[[Callable[[ReceivedMessage[Any]], None]], LambdaHandler]:
    """Consume messages of one or more contracts: ``@message_consumer(OrderPlaced)``.

    The decorated function is called once for each message. If it raises, the message is received
    again later; the rest of the batch is not affected.
    """

    def decode(message: SqsMessage, context: Any) -> list[Decoded[ReceivedMessage[Any]]]:
        content, metadata = decode_body(kinds, json.loads(message.body))
        received = Decoded(
            value=ReceivedMessage(content, metadata, context),
            correlation_id=metadata.correlation_id,
            description={"message_type": type(content).__name__, **subject_of(content)},
        )
        return [received]

    def decorate(consume: Callable[[ReceivedMessage[Any]], None]) -> LambdaHandler:
        return sqs_handler(decode, consume, fifo=fifo)

    return decorate


def decode_body(kinds: Sequence[type[Message]], body: Any) -> tuple[Message, Metadata]:
    """The message in a body as EventBridge or SNS writes it, and the metadata of its envelope.

    An event is recognised by its source and detail type. A notification of SNS does not name its
    type, so its consumer must have one kind of message only. Raises ``UnexpectedMessage`` for
    anything else, and ``ContractViolation`` for data that breaks the contract.
    """
    if not isinstance(body, dict):
        raise UnexpectedMessage(f"the body must be an object, got a {type(body).__name__}")
    expected = ", ".join(kind.__name__ for kind in kinds)
    if body.get("Type") == "Notification":
        if len(kinds) != 1:
            raise UnexpectedMessage(
                f"a message of SNS needs a consumer of one kind of message, got {expected}"
            )
        return unwrap(kinds[0], json.loads(body.get("Message") or "null"))
    source, detail_type = body.get("source"), body.get("detail-type")
    for kind in kinds:
        if issubclass(kind, Event) and (kind.source, kind.detail_type) == (source, detail_type):
            return unwrap(kind, body.get("detail"))
    raise UnexpectedMessage(f"expected {expected}, got {detail_type!r} from {source!r}")
