"""``POST /suppliers``: an agent adds a supplier."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from contracts.codec import encode
from contracts.suppliers import NewSupplier, SupplierView
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.http_errors import Conflict
from services.suppliers.app import store
from services.suppliers.app.domain import Supplier


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="add suppliers")
    body = request.body(NewSupplier)
    view = SupplierView(
        supplier_id=str(uuid.uuid4()),
        name=body.name,
        country=body.country,
        lead_days=body.lead_days,
    )
    new = Supplier(
        supplier_id=view.supplier_id,
        name=view.name,
        country=view.country,
        lead_days=view.lead_days,
    )
    if not store.create(new):
        raise Conflict(f"there is a supplier {body.name} already")
    return Response(status=HTTPStatus.CREATED, body=encode(view))
