"""``PATCH /users/{userId}/preferences``: a user changes some of the user's own preferences."""

from __future__ import annotations

from contracts.codec import encode
from contracts.users import ChangePreferences
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.users.app import store
from services.users.app.domain import view
from services.users.app.owner import own_id


@api_handler
def handle(request: Request) -> Response:
    user_id = own_id(request)
    change = request.body(ChangePreferences)
    return Response(body=encode(view(store.change_preferences(user_id, change))))
