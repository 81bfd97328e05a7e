"""Owner: whom a path names, and whether the caller is that user."""

from __future__ import annotations

from contracts.field_types import PathId
from runtime.api.request import Request
from runtime.http_errors import Forbidden

# The caller, in a path; no ``sub`` is this, as all are UUIDs.
ME = "me"


def user_named(request: Request) -> str:
    """The id of the user that the path names; ``me`` is the caller."""
    user_id: str = request.path_parameter(PathId, "userId")
    return request.caller.id if user_id == ME else user_id


def own_id(request: Request) -> str:
    """The id of the caller, whom the path must name; agents change no other user either."""
    user_id = user_named(request)
    if user_id != request.caller.id:
        raise Forbidden("only the user may change a profile and preferences")
    return user_id
