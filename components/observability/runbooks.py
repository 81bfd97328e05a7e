"""Runbooks: the page that says what to look at and do, for the metric that an alarm is on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# In docs/runbooks of the platform's repository, by the metric; a namespace alone stands for all of
# its other metrics.
PAGES: dict[tuple[str, str] | str, str] = {
    "AWS/Lambda": "function-errors",
    ("AWS/Lambda", "IteratorAge"): "stream-consumer",
    ("AWS/Lambda", "PolledEventCount"): "stream-consumer",
    "AWS/SQS": "message-age",
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): "dead-letter-queue",
    "AWS/DynamoDB": "table-throttles",
    "AWS/ApiGateway": "api-server-errors",
    ("AWS/ApiGateway", "Latency"): "api-latency",
    ("AWS/ApiGateway", "IntegrationLatency"): "api-latency",
    ("AWS/ApiGateway", "ConnectCount"): "web-socket-rate",
    ("AWS/ApiGateway", "MessageCount"): "web-socket-rate",
    "AWS/AppSync": "api-server-errors",
    ("AWS/AppSync", "Latency"): "api-latency",
    "AWS/CloudFront": "api-server-errors",
    "AWS/States": "workflow-failures",
    "AWS/Scheduler": "schedule-runs",
    "AWS/WAFV2": "blocked-requests",
    "AWS/Kinesis": "stream-throttles",
    "AWS/Firehose": "delivery-stream",
    "AWS/IoT": "topic-rule",
    "AWS/ES": "search-domain",
    "AWS/RDS": "database",
    "AWS/ElastiCache": "cache",
    "AWS/ECS": "container-service",
}
OTHER = "other-metric"
ERROR_BUDGET, SEVERAL = "error-budget", "service-alarms"
OWN_METRIC = "business-metric"


def page_of(alarm: Mapping[str, Any]) -> str:
    """The runbook of an alarm, by the inputs of its metric: ``function-errors``."""
    namespace, metric = _metric(alarm)
    default = OWN_METRIC if not namespace.startswith("AWS/") else OTHER
    return PAGES.get((namespace, metric), PAGES.get(namespace, default))


def described(description: str, folder: str, page: str) -> str:
    """A description with the address of its runbook; ``folder`` is a path or a URL."""
    return f"{description} Runbook: {folder.rstrip('/')}/{page}.md"


def _metric(alarm: Mapping[str, Any]) -> tuple[str, str]:
    queries = [query["metric"] for query in alarm.get("metric_queries", ()) if "metric" in query]
    first = queries[0] if queries else alarm
    return str(first.get("namespace", "")), str(first.get("metric_name", ""))
