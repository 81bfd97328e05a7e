"""Observability: one log, business metrics, and the correlation id that ties services together."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from runtime.tracing import annotate, subsegment

LambdaHandler: TypeAlias = Callable[[Mapping[str, Any], Any], dict[str, Any]]

logger = Logger()
metrics = Metrics()

# Values of the log's key ``outcome``, by which others count what a consumer processed.
SUCCEEDED, FAILED = "succeeded", "failed"


@contextmanager
def invocation(context: Any) -> Iterator[None]:
    """All that a function does for one event: the log says which, the metrics go out at the end."""
    function = getattr(context, "function_name", "local")
    logger.append_keys(function=function, request_id=getattr(context, "aws_request_id", None))
    logger.set_correlation_id(None)
    try:
        with subsegment(function):
            yield
    finally:
        if metrics.metric_set:
            metrics.flush_metrics()


def correlate(correlation_id: str | None = None, **annotations: str) -> str:
    """Take part in the conversation of this id, or begin one; returns its id."""
    known = correlation_id or str(uuid.uuid4())
    logger.set_correlation_id(known)
    annotate(correlation_id=known, **annotations)
    return known


def current_correlation_id() -> str:
    """The id of the conversation that this invocation is part of."""
    return logger.get_correlation_id() or correlate()


def count(metric: str, value: int = 1) -> None:
    """Something happened that the business counts."""
    metrics.add_metric(name=metric, unit=MetricUnit.Count, value=value)
