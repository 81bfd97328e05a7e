"""Message: the event of a WebSocket API, and the user of its connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts.codec import decode
from contracts.contract import Contract
from contracts.violation import ContractViolation
from runtime.http_errors import BadRequest, ContentTooLarge, Forbidden
from runtime.observability import correlate, logger, requested_correlation_id
from runtime.tracing import annotate

C = TypeVar("C", bound=Contract)

# API Gateway takes 128 KB at most, the emulator of a local stage any.
MAX_BODY_BYTES = 128 * 1024


@dataclass(frozen=True, kw_only=True)
class SocketMessage:
    """A message of a client, or its connect or disconnect, which have no ``text``.

    ``user_id`` and ``groups`` are those that the authorizer of the connection returned: nothing
    that a client sends changes them. ``user_id`` is None where anybody may connect.
    """

    connection_id: str
    user_id: str | None
    groups: frozenset[str]
    route: str
    text: str

    def body(self, contract: type[C]) -> C:
        """The message as a contract; ``BadRequest`` lists every problem.

        ``ContentTooLarge`` for more than ``MAX_BODY_BYTES``.
        """
        if len(self.text.encode()) > MAX_BODY_BYTES:
            raise ContentTooLarge(f"a message must be of at most {MAX_BODY_BYTES} bytes")
        try:
            return decode(contract, json.loads(self.text))
        except ContractViolation as violation:
            raise BadRequest.of(violation.problems) from violation
        except (ValueError, RecursionError) as error:
            raise BadRequest("the message must be JSON") from error

    def require_group(self, group: str, to: str) -> None:
        """Raise ``Forbidden`` for a user who is not in a group; ``to`` names the action."""
        if group not in self.groups:
            raise Forbidden(f"only members of the group {group} may {to}")


def parse_message(event: Mapping[str, Any]) -> SocketMessage:
    """The message of an event; what an authorizer returned is text."""
    context = event["requestContext"]
    authorizer = context.get("authorizer") or {}
    groups = str(authorizer.get("groups") or "")
    return SocketMessage(
        connection_id=context["connectionId"],
        user_id=authorizer.get("userId") or None,
        groups=frozenset(filter(None, groups.split(","))),
        route=context["routeKey"],
        text=event.get("body") or "",
    )


def started(event: Mapping[str, Any]) -> SocketMessage:
    """The message of an event, under the gateway's id of it as its correlation id; it is logged."""
    message = parse_message(event)
    correlate(requested_correlation_id(event), route=message.route)
    if message.user_id is not None:
        annotate(tenant=message.user_id)
    logger.info("message received", route=message.route, connection_id=message.connection_id)
    return message
