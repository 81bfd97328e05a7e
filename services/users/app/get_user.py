"""``GET /users/{userId}``: a user's profile and preferences, for the user or an agent.

The user pool keeps no profile, so the first request of a user makes the row: it is the same whether
the user has signed up or was created by an administrator.
"""

from __future__ import annotations

from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import Forbidden, NotFound
from services.users.app import store
from services.users.app.domain import view
from services.users.app.owner import user_named


@api_handler
def handle(request: Request) -> Response:
    user_id, caller = user_named(request), request.caller
    if user_id == caller.id:
        return Response(body=encode(view(store.registered(user_id))))
    if not caller.is_agent:
        raise Forbidden("only agents may see other users")
    user = store.find(user_id)
    if user is None:
        raise NotFound(f"there is no user {user_id}")
    return Response(body=encode(view(user)))
