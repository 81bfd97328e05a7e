"""Observability: structured logs, metrics, and the correlation id of a request in all services."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit

from runtime.environment import environment
from runtime.redaction import redacted
from runtime.tracing import annotate, subsegment

LambdaHandler: TypeAlias = Callable[[Mapping[str, Any], Any], dict[str, Any]]

# Carries the correlation id of a request from one service to the next.
CORRELATION_HEADER = "X-Correlation-Id"
MAX_CORRELATION_LENGTH = 128


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Writes log lines as JSON, without secrets."""

    def serialize(self, log: Any) -> str:
        return super().serialize(redacted(log))


logger = Logger(logger_formatter=RedactingFormatter())
metrics = Metrics()

# Invocations that failed although Lambda counts them as successful; an alarm of the function.
ANSWERED_FAILURES = "AnsweredFailures"

# By which traces are found: the group of a service's traces is of the first two.
SERVICE = environment("POWERTOOLS_SERVICE_NAME", "undefined")
STAGE = environment("STAGE", "undefined")


@contextmanager
def invocation(context: Any) -> Iterator[None]:
    """The context of one invocation: log keys, a subsegment with the annotations of service, stage,
    operation and outcome; writes the metrics at its end.
    """
    function = getattr(context, "function_name", "local")
    logger.append_keys(function=function, request_id=getattr(context, "aws_request_id", None))
    logger.set_correlation_id(None)
    try:
        with subsegment(function):
            # Whatever fails below overwrites the outcome; what is killed sends no subsegment.
            annotate(service=SERVICE, stage=STAGE, operation=function, outcome="succeeded")
            try:
                yield
            except Exception:
                annotate(outcome="failed")
                raise
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


def correlation_id_in(header: str | None) -> str | None:
    """The correlation id of a header; None unless it is printable ASCII and short."""
    given = header or ""
    return given if re.fullmatch(f"[!-~]{{1,{MAX_CORRELATION_LENGTH}}}", given) else None


def requested_correlation_id(event: Mapping[str, Any]) -> str | None:
    """The correlation id of an API's event: that of the client, else the gateway's request id, by
    which its access log and its own errors know the request.
    """
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    context = event.get("requestContext") or {}
    sent = correlation_id_in(headers.get(CORRELATION_HEADER.lower()))
    return sent or correlation_id_in(context.get("requestId"))


def current_correlation_id() -> str:
    """The correlation id of what is being processed; a new one if none was set."""
    return logger.get_correlation_id() or correlate()


def count(metric: str, value: int = 1) -> None:
    """Add to a business metric."""
    metrics.add_metric(name=metric, unit=MetricUnit.Count, value=value)


def count_answered_failure(context: Any) -> None:
    """Count an invocation that answers an exception instead of raising it: at most once in each.

    The metric has the function's name as a dimension, beside the service; those of ``count`` are of
    the service as a whole. Without a namespace for metrics there is no alarm on it, nor a count.
    """
    annotate(outcome="failed")
    if metrics.namespace is None:
        return
    function = {"FunctionName": getattr(context, "function_name", "local")}
    with single_metric(
        ANSWERED_FAILURES, unit=MetricUnit.Count, value=1, default_dimensions=function
    ):
        pass
