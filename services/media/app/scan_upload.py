"""Scans an upload; one in which nothing is found goes to the next steps, through a topic."""

from __future__ import annotations

import json

from contracts.envelope import wrap
from contracts.media import UploadScanned
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import count, current_correlation_id
from runtime.sqs.objects import StoredObject, object_consumer
from services.media.app import store
from services.media.app.domain import Refused, Upload, media_of
from services.media.app.scanner import configured_scanner

SCANNED_TOPIC = environment("SCANNED_TOPIC")

scanner = configured_scanner()


@object_consumer
def handle(stored: StoredObject) -> None:
    """The event of another upload to the same key, or of one of no row, changes nothing; an event
    that is delivered twice is scanned and sent on again, with the same result.
    """
    media_id = media_of(stored.key)
    media = store.find(media_id)
    if media is None or not store.accept(media_id, stored.etag):
        count("UploadsIgnored")
        return
    upload = Upload(bucket=stored.bucket, key=stored.key, etag=stored.etag)
    try:
        threat = scanner.scan(stored.event_id, upload)
        if threat is not None:
            raise Refused(f"malware was found in it: {threat}")
    except Refused as refused:
        if store.refuse(media_id, str(refused)):
            count("MediaRefused")
        return
    message = UploadScanned(media_id=media_id, etag=stored.etag, content_type=media.content_type)
    client("sns").publish(
        TopicArn=SCANNED_TOPIC,
        Message=json.dumps(wrap(message, current_correlation_id()), separators=(",", ":")),
    )
