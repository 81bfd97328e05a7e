"""Idempotency: runs an action once for each key, however often its message is delivered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.in_progress import InProgress

IDEMPOTENCY_TABLE = environment("IDEMPOTENCY_TABLE")

# The longest that SQS retains a message: no record expires before its message.
RECORD_SECONDS = 14 * 24 * 60 * 60


class PayloadMismatch(Exception):
    """The key was used before with another payload."""


def run_once(
    kind: str,
    key: str,
    action: Callable[[], dict[str, Any]],
    context: Any,
    payload: Any = None,
) -> dict[str, Any]:
    """Run ``action`` unless it ran before for this ``kind`` and ``key``; returns its result.

    An idempotency record is written before the action runs, and the result is stored in it; later
    calls return the stored result. While another invocation is running the action, ``InProgress``
    is raised, so that the message is received again; if that invocation failed or timed out, its
    record is replaced. ``payload`` must be the same in each call, or this is a ``PayloadMismatch``.
    """
    from aws_lambda_powertools.utilities.idempotency import idempotent_function
    from aws_lambda_powertools.utilities.idempotency.exceptions import (
        IdempotencyAlreadyInProgressError,
        IdempotencyValidationError,
    )

    @idempotent_function(  # type: ignore[untyped-decorator]
        data_keyword_argument="record",
        persistence_store=_store(has_payload=payload is not None),
        config=_config(context, has_payload=payload is not None),
        key_prefix=kind,
    )
    def run(*, record: dict[str, Any]) -> dict[str, Any]:
        return action()

    try:
        return run(record={"key": key, "payload": payload})  # type: ignore[no-any-return]
    except IdempotencyAlreadyInProgressError as error:
        raise InProgress(f"{kind} {key} is in progress in another invocation") from error
    except IdempotencyValidationError as error:
        raise PayloadMismatch(f"{kind} {key} was used before with another payload") from error


def _config(context: Any, *, has_payload: bool) -> Any:
    from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig

    return IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="payload" if has_payload else "",
        expires_after_seconds=RECORD_SECONDS,
        lambda_context=context,
    )


@cache
def _store(*, has_payload: bool) -> Any:
    """The persistence layer; one with payloads and one without, since each keeps its first use's
    configuration.
    """
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

    return DynamoDBPersistenceLayer(
        table_name=IDEMPOTENCY_TABLE,
        key_attr="pk",
        expiry_attr="ttl",
        boto3_client=client("dynamodb"),
    )
