"""``POST /media``: a form with which the caller uploads one picture."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from contracts.envelope import now
from contracts.media import RequestUpload
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.presigned import UPLOAD_SECONDS, upload_form
from runtime.environment import environment
from runtime.observability import current_correlation_id
from services.media.app import store
from services.media.app.domain import Media, upload_key

MEDIA_BUCKET = environment("MEDIA_BUCKET")


@api_handler
def handle(request: Request) -> Response:
    body = request.body(RequestUpload)
    media = Media(
        media_id=str(uuid.uuid4()),
        user_id=request.caller.id,
        content_type=body.content_type,
        size=body.size,
        at=now(),
        correlation_id=current_correlation_id(),
    )
    store.insert(media)
    form = upload_form(
        MEDIA_BUCKET, upload_key(media.media_id), content_type=body.content_type, size=body.size
    )
    answer = {
        "mediaId": media.media_id,
        "url": form.url,
        "fields": form.fields,
        "expiresInSeconds": UPLOAD_SECONDS,
    }
    return Response(status=HTTPStatus.CREATED, body=answer)
