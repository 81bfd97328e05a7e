"""``GET /prices?items=a,b,c``: the prices of several items."""

from __future__ import annotations

from contracts.catalog import WantedItems
from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from services.catalog.app import store
from services.catalog.app.domain import priced


@api_handler
def handle(request: Request) -> Response:
    wanted: tuple[str, ...] = request.query_list(WantedItems, "items")
    return Response(body=encode(priced(wanted, store.find_all(wanted))))
