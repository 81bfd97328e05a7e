"""``POST /clicks``: puts what the caller clicked into the stream; nothing is counted yet."""

from __future__ import annotations

import uuid
from datetime import date
from http import HTTPStatus

from contracts.analytics import ItemClicked, RecordClicks
from contracts.envelope import now
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import ServiceUnavailable
from runtime.observability import current_correlation_id
from runtime.streams.producer import PutFailed
from services.analytics.app.records import record_of
from services.analytics.app.stream import put_records


@api_handler
def handle(request: Request) -> Response:
    user, at = request.caller.id, now()
    clicks = [
        ItemClicked(
            click_id=str(uuid.uuid4()),
            user_id=user,
            item_id=click.item_id,
            action=click.action,
            clicked_on=date.fromisoformat(at[: len("2026-11-29")]),
            clicked_at=at,
        )
        for click in request.body(RecordClicks).clicks
    ]
    try:
        put_records([record_of(click, current_correlation_id()) for click in clicks])
    except PutFailed as error:
        raise ServiceUnavailable("too much is clicked now; send the clicks again") from error
    return Response(status=HTTPStatus.ACCEPTED, body={"accepted": len(clicks)})
