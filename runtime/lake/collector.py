"""Collector: the consumer of a queue that keeps the events of a whole invocation at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contracts.envelope import correlation_id_of
from runtime.observability import LambdaHandler, invocation
from runtime.sqs.batch import SqsMessage, process_batch
from runtime.subjects import log_ids


def collector(store: Callable[[Sequence[Any]], None]) -> LambdaHandler:
    """Call ``store`` once with the envelopes of all events of a batch, unchecked: the raw zone
    keeps what came.

    A message that is no event fails alone. If ``store`` raises, all messages are received again.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        envelopes: list[Any] = []

        def take(message: SqsMessage) -> None:
            envelopes.append(json.loads(message.body)["detail"])

        answer = process_batch(event, context, take)
        if envelopes:
            with invocation(context):
                store(envelopes)
                log_ids("events stored", map(correlation_id_of, envelopes))
        return answer

    return handle
