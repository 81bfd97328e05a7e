"""Idempotency: runs what must happen once, once, however often its message comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment

IDEMPOTENCY_TABLE = environment("IDEMPOTENCY_TABLE")

# As long as a queue keeps a message at most, so that no claim is forgotten before its message.
RECORD_SECONDS = 14 * 24 * 60 * 60


class PayloadMismatch(Exception):
    """What was done under this key was done with another payload."""


def run_once(
    kind: str,
    key: str,
    action: Callable[[], dict[str, Any]],
    context: Any,
    payload: Any = None,
) -> dict[str, Any]:
    """What ``action`` returns, or returned when it ran first for this ``kind`` and ``key``.

    The key is claimed before it runs. While another copy holds the claim, and has time left, this
    raises, so that the message comes back; a claim whose copy failed or ran out of time is void.
    A ``payload`` must be the same each time, or this raises ``PayloadMismatch``.
    """
    from aws_lambda_powertools.utilities.idempotency import (
        IdempotencyConfig,
        idempotent_function,
    )
    from aws_lambda_powertools.utilities.idempotency.exceptions import IdempotencyValidationError

    config = IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="" if payload is None else "payload",
        expires_after_seconds=RECORD_SECONDS,
        lambda_context=context,
    )

    @idempotent_function(  # type: ignore[untyped-decorator]
        data_keyword_argument="claim",
        persistence_store=_store(has_payload=payload is not None),
        config=config,
        key_prefix=kind,
    )
    def run(*, claim: dict[str, Any]) -> dict[str, Any]:
        return action()

    try:
        return run(claim={"key": key, "payload": payload})  # type: ignore[no-any-return]
    except IdempotencyValidationError as error:
        raise PayloadMismatch(f"{kind} {key} was asked for before with another payload") from error


@cache
def _store(*, has_payload: bool) -> Any:
    """One store for each way of asking: a store keeps the configuration of its first use."""
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

    return DynamoDBPersistenceLayer(
        table_name=IDEMPOTENCY_TABLE,
        key_attr="pk",
        expiry_attr="ttl",
        boto3_client=client("dynamodb"),
    )
