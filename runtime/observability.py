"""Observability: structured logs, metrics, and the correlation id of a request in all services."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit

from runtime.redaction import redacted
from runtime.tracing import annotate, subsegment

LambdaHandler: TypeAlias = Callable[[Mapping[str, Any], Any], dict[str, Any]]

# Carries the correlation id of a request from one service to the next.
CORRELATION_HEADER = "X-Correlation-Id"


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Writes log lines as JSON, without secrets."""

    def serialize(self, log: Any) -> str:
        return super().serialize(redacted(log))


logger = Logger(logger_formatter=RedactingFormatter())
metrics = Metrics()

# Values of the log's key ``outcome``, by which others count what a consumer processed.
SUCCEEDED, FAILED = "succeeded", "failed"


@contextmanager
def invocation(context: Any) -> Iterator[None]:
    """The context of one invocation: log keys and subsegment; writes the metrics at its end."""
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
    """Set the correlation id for the log, the trace and published events; returns it.

    Without one a new id is made. ``annotations`` are added to the trace.
    """
    current = correlation_id or str(uuid.uuid4())
    logger.set_correlation_id(current)
    annotate(correlation_id=current, **annotations)
    return current


def current_correlation_id() -> str:
    """The correlation id of what is being processed; a new one if none was set."""
    return logger.get_correlation_id() or correlate()


def count(metric: str, value: int = 1) -> None:
    """Add to a business metric."""
    metrics.add_metric(name=metric, unit=MetricUnit.Count, value=value)
