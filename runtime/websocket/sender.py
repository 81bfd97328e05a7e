"""Sender: sends messages to open connections, and deletes the rows of those that are gone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.environment import environment
from runtime.observability import count, logger
from runtime.websocket import connections

# Where the connections of the API's stage are sent to, as ``https://API.../STAGE``.
CONNECTIONS_URL = environment("CONNECTIONS_URL")

# A message, whichever way it goes, has at most 128 KB, in frames of 32 KB each. API Gateway splits
# what is sent to a client, and closes a connection whose client sends a larger frame:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
MAX_MESSAGE_BYTES, MAX_FRAME_BYTES = 128 * 1024, 32 * 1024

GONE, GONE_STATUS = "GoneException", 410


class MessageTooLarge(ValueError):
    """A message is larger than API Gateway sends, so that no retry helps."""


class NotSent(Exception):
    """Connections that are open were not reached; the caller must send again."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How many connections a message reached, how many were gone, and the ids of the rest."""

    reached: int
    gone: int
    failed: tuple[str, ...] = ()


def encoded(message: Any) -> bytes:
    """A message as JSON; ``MessageTooLarge`` for more than ``MAX_MESSAGE_BYTES``."""
    data = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    if len(data) > MAX_MESSAGE_BYTES:
        raise MessageTooLarge(
            f"a message to a connection may have {MAX_MESSAGE_BYTES} bytes, got {len(data)}"
        )
    return data


def send(connection_id: str, message: Any) -> bool:
    """Send to one connection; False if it is gone, and then its row is deleted."""
    return _post(connection_id, encoded(message))


def send_to_user(user_id: str, message: Any) -> Sent:
    """Send to every open connection of a user, of which there may be none."""
    return send_all(connections.of_user(user_id), encoded(message))


def send_all(connection_ids: Iterable[str], data: bytes) -> Sent:
    """Send to each of some connections; one that cannot be reached does not stop the rest.

    Failures are logged and counted (``SendsFailed``), as are connections that are gone.
    """
    reached, gone, failed = 0, 0, []
    for connection_id in connection_ids:
        try:
            if _post(connection_id, data):
                reached += 1
            else:
                gone += 1
        except Exception as error:
            failed.append(connection_id)
            logger.exception(
                "message not sent", connection_id=connection_id, error_type=type(error).__name__
            )
    for metric, number in (
        ("MessagesSent", reached),
        ("ConnectionsGone", gone),
        ("SendsFailed", len(failed)),
    ):
        if number:
            count(metric, number)
    return Sent(reached=reached, gone=gone, failed=tuple(failed))


def _post(connection_id: str, data: bytes) -> bool:
    manager = client("apigatewaymanagementapi", CONNECTIONS_URL)
    try:
        manager.post_to_connection(ConnectionId=connection_id, Data=data)
    except Exception as error:
        if error_code(error) != GONE and _status(error) != GONE_STATUS:
            raise
        connections.delete(connection_id)
        return False
    return True


def _status(error: Exception) -> int:
    response = getattr(error, "response", None) or {}
    return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
