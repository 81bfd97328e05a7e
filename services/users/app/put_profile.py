"""``PUT /users/{userId}/profile``: a user replaces the user's own profile."""

from __future__ import annotations

from contracts.codec import encode
from contracts.users import PutProfile
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.users.app import store
from services.users.app.domain import view
from services.users.app.owner import own_id


@api_handler
def handle(request: Request) -> Response:
    user_id = own_id(request)
    profile = request.body(PutProfile)
    return Response(body=encode(view(store.put_profile(user_id, profile))))
