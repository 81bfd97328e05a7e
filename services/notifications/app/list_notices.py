"""``GET /notices``: the notifications of the caller, the latest first."""

from __future__ import annotations

from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.pagination import next_token, page_size, start_key
from runtime.api.request import Request
from services.notifications.app import store


@api_handler
def handle(request: Request) -> Response:
    user_id = request.caller.id
    start = start_key(request.query.get("nextToken"), own={"userId": user_id}, rest=("noticeId",))
    page = store.of_user(user_id, page_size(request.query.get("limit")), start)
    notices = [encode(notice) for notice in page.rows]
    return Response(body={"notices": notices, "nextToken": next_token(page.last_key)})
