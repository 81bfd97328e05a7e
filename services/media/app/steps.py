"""Steps: what the functions do with an upload in which no malware was found."""

from __future__ import annotations

from collections.abc import Callable

from contracts.media import UploadScanned
from runtime.observability import count
from services.media.app import files, store
from services.media.app.domain import Refused


def perform(scanned: UploadScanned, step: str, work: Callable[[str, bytes], None]) -> None:
    """Do a step and record it, the last one completes the picture; a refusal is stored, and is no
    failure of the message.
    """
    media_id = scanned.media_id
    try:
        work(media_id, files.upload(media_id, scanned.etag))
    except Refused as refused:
        if store.refuse(media_id, str(refused)):
            count("MediaRefused")
        return
    if store.steps.record_step(media_id, step).is_first_completion:
        count("MediaProcessed")
