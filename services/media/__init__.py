"""Media: users upload pictures, which are scanned, described and made smaller."""

from __future__ import annotations

from contracts.media import MediaProcessed, MediaRefused
from microservice.card import Card

CARD = Card(
    name="media",
    type_token="platform:services:Media",
    capability="takes pictures of users, scans them and makes thumbnails",
    context="pictures",
    team="storefront",
    owns=("media", "files"),
    without_backup={
        "media": "point-in-time recovery restores it; old versions of the bucket have the pictures",
    },
    routes=("POST /media", "GET /media/{mediaId}"),
    publishes=(MediaProcessed, MediaRefused),
    outbox=(MediaProcessed, MediaRefused),
)
