"""One of each event of media, held against the schemas on record."""

from __future__ import annotations

from contracts.media import MediaProcessed, MediaRefused

MEDIA = "8c1d3c1e-3b5f-4a59-9d0e-6f5e0f6d2a11"

EVENTS = (
    MediaProcessed(media_id=MEDIA, user_id="ann", width=800, height=600),
    MediaRefused(media_id=MEDIA, user_id="ann", reason="it is no JPEG, PNG, GIF or WebP picture"),
)
