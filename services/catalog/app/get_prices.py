"""``GET /prices?items=a,b,c``: the prices of several items."""

from __future__ import annotations

from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import BadRequest
from services.catalog.app import store
from services.catalog.app.domain import ids_in, priced


@api_handler
def handle(request: Request) -> Response:
    try:
        wanted = ids_in(request.query.get("items"))
    except ValueError as error:
        raise BadRequest(str(error)) from error
    return Response(body=encode(priced(wanted, store.find_all(wanted))))
