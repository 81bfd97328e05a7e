"""``POST /deliveries``: an agent adds a delivery to the stock, once."""

from __future__ import annotations

from http import HTTPStatus

from contracts.inventory import Delivery
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.dynamodb.transactions import TransactionConflict
from runtime.http_errors import ServiceUnavailable, UnprocessableContent
from runtime.observability import count
from services.inventory.app import store
from services.inventory.app.domain import quantities


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="receive deliveries")
    delivery = request.body(Delivery)
    received = quantities(delivery.lines)
    try:
        before = store.receive(delivery)
    except TransactionConflict as error:
        raise ServiceUnavailable(
            "too many are changing these items; send the delivery again"
        ) from error
    if before is not None and before.lines != received:
        raise UnprocessableContent(f"delivery {delivery.delivery_id} came before, with other lines")
    if before is None:
        count("UnitsReceived", sum(received.values()))
    return Response(
        status=HTTPStatus.CREATED if before is None else HTTPStatus.OK,
        body={"deliveryId": delivery.delivery_id, "received": received},
    )
