"""``POST /deliveries``: an agent says what has come in; the same delivery counts once."""

from __future__ import annotations

from http import HTTPStatus

from contracts.inventory import Delivery
from runtime.api.errors import Contradiction, Unavailable
from runtime.api.handler import api
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.dynamodb.transactions import Collision
from runtime.observability import count
from services.inventory.app import store
from services.inventory.app.domain import quantities


@api
def handle(request: Request) -> Response:
    request.only_agents(to="receive deliveries")
    delivery = request.body(Delivery)
    received = quantities(delivery.lines)
    try:
        before = store.receive(delivery)
    except Collision as error:
        raise Unavailable("too many are changing these items; send the delivery again") from error
    if before is not None and before["lines"] != received:
        raise Contradiction(f"delivery {delivery.delivery_id} came before, with other lines")
    if before is None:
        count("UnitsReceived", sum(received.values()))
    return Response(
        status=HTTPStatus.CREATED if before is None else HTTPStatus.OK,
        body={"deliveryId": delivery.delivery_id, "received": received},
    )
