"""Makes the thumbnail of an upload."""

from __future__ import annotations

from contracts.media import UploadScanned
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.media.app import files, pictures, store
from services.media.app.domain import THUMBNAIL
from services.media.app.steps import perform


@message_consumer(UploadScanned)
def handle(received: ReceivedMessage[UploadScanned]) -> None:
    kind = received.message.content_type

    def make(media_id: str, content: bytes) -> None:
        small, its_kind = pictures.thumbnail(content, kind)
        store.keep_thumbnail(media_id, files.keep_thumbnail(media_id, small, its_kind))

    perform(received.message, THUMBNAIL, make)
