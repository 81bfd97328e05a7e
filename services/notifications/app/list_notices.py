"""``GET /notices``: what a customer was told, the latest first."""

from __future__ import annotations

from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.pagination import key_in, size_in, token_of
from runtime.api.request import Request
from services.notifications.app import store


@api
def handle(request: Request) -> Response:
    user_id = request.caller.id
    start = key_in(request.query.get("nextToken"), own={"userId": user_id}, rest=("noticeId",))
    page = store.of_user(user_id, size_in(request.query.get("limit")), start)
    return Response(body={"notices": page.items, "nextToken": token_of(page.last_key)})
