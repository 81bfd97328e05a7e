"""``GET /media/{mediaId}``: a picture of the caller, with a URL of its thumbnail."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.presigned import read_url
from runtime.environment import environment
from runtime.http_errors import NotFound
from services.media.app import store
from services.media.app.domain import READY, view

MEDIA_BUCKET = environment("MEDIA_BUCKET")


@api_handler
def handle(request: Request) -> Response:
    media_id: str = request.path_parameter(PathId, "mediaId")
    media = store.find(media_id)
    if media is None or media.user_id != request.caller.id:
        raise NotFound(f"there is no picture {media_id}")
    url = None
    if media.status == READY and media.thumbnail is not None:
        url = read_url(MEDIA_BUCKET, media.thumbnail)
    return Response(body=view(media, url))
