"""Idempotency: runs what must happen once, once, however often its message comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from services.runtime.clients import client
from services.runtime.environment import environment

IDEMPOTENCY_TABLE = environment("IDEMPOTENCY_TABLE")

# As long as a queue keeps a message at most, so that no claim is forgotten before its message.
CLAIM_SECONDS = 14 * 24 * 60 * 60


def once(kind: str, key: str, action: Callable[[], dict[str, Any]], context: Any) -> dict[str, Any]:
    """What ``action`` returns, or returned when it ran first for this ``kind`` and ``key``.

    The key is claimed before it runs. While another copy holds the claim, and has time left, this
    raises, so that the message comes back; a claim whose copy failed or ran out of time is void.
    """
    from aws_lambda_powertools.utilities.idempotency import (
        IdempotencyConfig,
        idempotent_function,
    )

    config = IdempotencyConfig(expires_after_seconds=CLAIM_SECONDS, lambda_context=context)

    @idempotent_function(  # type: ignore[untyped-decorator]
        data_keyword_argument="key",
        persistence_store=_store(),
        config=config,
        key_prefix=kind,
    )
    def run(*, key: str) -> dict[str, Any]:
        return action()

    return run(key=key)  # type: ignore[no-any-return]


@cache
def _store() -> Any:
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

    return DynamoDBPersistenceLayer(
        table_name=IDEMPOTENCY_TABLE,
        key_attr="pk",
        expiry_attr="ttl",
        boto3_client=client("dynamodb"),
    )
