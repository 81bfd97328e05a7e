"""``GET /prices?items=a,b,c``: what many items cost, for whoever is pricing an order."""

from __future__ import annotations

from services.catalog.app import store
from services.catalog.app.domain import ids_in, priced
from services.runtime.errors import Invalid
from services.runtime.http import api
from services.runtime.middleware import Response
from services.runtime.request import Request


@api
def handle(request: Request) -> Response:
    try:
        wanted = ids_in(request.query.get("items"))
    except ValueError as error:
        raise Invalid(str(error)) from error
    return Response(body=priced(wanted, store.find_all(wanted)))
