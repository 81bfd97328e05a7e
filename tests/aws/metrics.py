"""Metrics of alarms and dashboards against those that exist: namespace, name and dimensions.

The list is that of AWS's own CDK (npm @aws-cdk/aws-service-spec), which is made from CloudWatch's
automatic dashboards; ``BESIDES`` are those of AWS's pages that no dashboard shows.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.aws.node_packages import package
from tests.aws.oracle import Finding
from tests.aws.programs import Resource

API_STAGE = frozenset({"ApiId", "Stage"})
WEB_SOCKETS = ("ConnectCount", "MessageCount", "ClientError", "IntegrationError", "ExecutionError")
RULE = frozenset({"EventBusName", "RuleName"})
GROUP = frozenset({"ScheduleGroup"})
SEARCH_DOMAIN = frozenset({"ClientId", "DomainName"})
OF_SEARCH_DOMAINS = (
    *("ClusterStatus.red", "ClusterStatus.yellow", "ClusterIndexWritesBlocked"),
    *("FreeStorageSpace", "JVMMemoryPressure"),
)
BESIDES = {
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
    ("AWS/ApiGateway", "4xx"): API_STAGE,
    ("AWS/ApiGateway", "5xx"): API_STAGE,
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
    **{("AWS/ApiGateway", name): API_STAGE for name in WEB_SOCKETS},
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    ("AWS/Events", "FailedInvocations"): RULE,
    ("AWS/Events", "Invocations"): RULE,
    ("AWS/Events", "MatchedEvents"): RULE,
    # https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
    ("AWS/Firehose", "FailedConversion.Records"): frozenset({"DeliveryStreamName"}),
    # https://docs.aws.amazon.com/iot/latest/developerguide/metrics_dimensions.html
    ("AWS/IoT", "RuleMessageThrottled"): frozenset({"RuleName"}),
    # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics.html
    **{("AWS/ES", name): SEARCH_DOMAIN for name in OF_SEARCH_DOMAINS},
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    ("AWS/Lambda", "PolledEventCount"): frozenset({"EventSourceMappingUUID"}),
    # https://docs.aws.amazon.com/neptune/latest/userguide/cw-metrics.html
    ("AWS/Neptune", "NCUUtilization"): frozenset({"DBClusterIdentifier"}),
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html
    ("AWS/RDS", "DatabaseConnectionsBorrowLatency"): frozenset({"ProxyName"}),
    # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html
    ("AWS/ElastiCache", "BytesUsedForCache"): frozenset({"clusterId"}),
    ("AWS/ElastiCache", "ThrottledCmds"): frozenset({"clusterId"}),
    # https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
    ("AWS/Scheduler", "InvocationDroppedCount"): GROUP,
    ("AWS/Scheduler", "TargetErrorCount"): GROUP,
    # https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
    ("AWS/WAFV2", "BlockedRequests"): frozenset({"Rule", "WebACL"}),
}


@dataclass(frozen=True)
class Metric:
    """A metric that an alarm or a dashboard reads."""

    namespace: str
    name: str
    dimensions: frozenset[str]

    def __str__(self) -> str:
        return f"{self.namespace} {self.name} by {', '.join(sorted(self.dimensions)) or 'nothing'}"


def read(resources: Iterable[Resource]) -> dict[Metric, str]:
    """Every metric of AWS's that is read, and where first; a program's own are its business."""
    found: dict[Metric, str] = {}
    for each in resources:
        for metric in _of(each):
            if metric.namespace.startswith("AWS/"):
                found.setdefault(metric, each.at)
    return found


def _of(resource: Resource) -> Iterator[Metric]:
    inputs = resource.inputs
    if resource.type == "aws:cloudwatch/metricAlarm:MetricAlarm":
        queries = [each["metric"] for each in inputs.get("metricQueries", []) if "metric" in each]
        for each in [*queries, *([inputs] if "metricName" in inputs else [])]:
            dimensions = frozenset(each.get("dimensions", {}))
            yield Metric(each["namespace"], each["metricName"], dimensions)
    if resource.type == "aws:cloudwatch/dashboard:Dashboard":
        for widget in json.loads(inputs["dashboardBody"])["widgets"]:
            yield from _of_a_widget(widget["properties"])


def _of_a_widget(properties: dict[str, Any]) -> Iterator[Metric]:
    for row in properties.get("metrics", []):
        words = [word for word in row if isinstance(word, str)]
        if words:  # a row of an expression has none
            yield Metric(words[0], words[1], frozenset(words[2::2]))


def findings(metrics: dict[Metric, str]) -> Iterator[Finding]:
    """The metrics that do not exist, with the dimensions that they exist by."""
    for metric, at in metrics.items():
        sets = _known().get((metric.namespace, metric.name), set())
        if metric.dimensions not in sets:
            by = "; ".join(sorted(", ".join(sorted(each)) for each in sets)) or "nothing"
            yield Finding(at, f"{metric} does not exist; it exists by {by}")


@cache
def _known() -> dict[tuple[str, str], set[frozenset[str]]]:
    database = package("@aws-cdk/aws-service-spec") / "db.json.gz"
    with gzip.open(database) as file:
        schema = json.load(file)["schema"]
    sets = {
        each["$id"]: frozenset(one["name"] for one in each["dimensions"])
        for each in schema["dimensionSet"]["entities"]
    }
    known: dict[tuple[str, str], set[frozenset[str]]] = {}
    for each in schema["metric"]["entities"]:
        used = schema["usesDimensionSet"]["forward"][each["$id"]]
        found = known.setdefault((each["namespace"], each["name"]), set())
        found |= {sets[one["$id"]] for one in used}
    for metric, dimensions in BESIDES.items():
        known.setdefault(metric, set()).add(dimensions)
    return known
