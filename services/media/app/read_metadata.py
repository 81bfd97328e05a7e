"""Describes an upload: its size, format and frames, when and with what it was taken."""

from __future__ import annotations

from contracts.media import UploadScanned
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.media.app import pictures, store
from services.media.app.domain import METADATA
from services.media.app.steps import perform


@message_consumer(UploadScanned)
def handle(received: ReceivedMessage[UploadScanned]) -> None:
    kind = received.message.content_type

    def describe(media_id: str, content: bytes) -> None:
        store.keep_metadata(media_id, pictures.describe(content, kind))

    perform(received.message, METADATA, describe)
