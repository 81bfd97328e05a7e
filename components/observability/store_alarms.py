"""Alarms of relational and graph databases and of caches."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import Dimensions, metric_alarm

RDS = "AWS/RDS"
ELASTICACHE = "AWS/ElastiCache"
NEPTUNE = "AWS/Neptune"

# Percent; above it answers become slower with every further request.
CPU_PERCENT = 80
# Of the storage at first; it grows by itself, but for six hours after it last did:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
FREE_SHARE = 0.1
GIGABYTE = 2**30
# Microseconds that a caller waits for a connection of the proxy.
BORROW_MICROSECONDS = 1_000_000
# Percent of the capacity units that a server may have.
UNITS_PERCENT = 90
# Of what a cache may hold: at the limit it evicts what it holds.
FULL_SHARE = 0.8


@dataclass(frozen=True, kw_only=True)
class _Limit:
    """An alarm on one metric: the word in its name, when it goes to ALARM, and what to do then."""

    word: str
    metric: str
    statistic: str
    threshold: float
    advice: str
    below: bool = False


def postgres(
    name: str,
    instance: pulumi.Input[str],
    proxy: pulumi.Input[str],
    storage_gb: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM, in most of ``alarm_periods``, on a busy processor, on storage that is nearly
    full, and on callers that wait more than a second for a connection.
    """
    full = replace(STORAGE, threshold=storage_gb * FREE_SHARE * GIGABYTE)
    server = {"DBInstanceIdentifier": instance}
    return [
        _alarm(name, RDS, CPU, server, defaults, opts),
        _alarm(name, RDS, full, server, defaults, opts),
        _alarm(name, RDS, WAITING, {"ProxyName": proxy}, defaults, opts),
    ]


def redis(
    name: str,
    cache: pulumi.Input[str],
    maximum_gb: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM, in most of ``alarm_periods``, when commands are throttled, and when the cache is
    nearly full.
    """
    full = replace(FULL, threshold=maximum_gb * FULL_SHARE * GIGABYTE)
    of = {"clusterId": cache}
    return [_alarm(name, ELASTICACHE, each, of, defaults, opts) for each in (THROTTLES, full)]


def graph(
    name: str,
    cluster: pulumi.Input[str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM, in most of ``alarm_periods``, on busy processors, and when the servers are at
    the most capacity that they may have.
    """
    of = {"DBClusterIdentifier": cluster}
    return [_alarm(name, NEPTUNE, each, of, defaults, opts) for each in (CPU, UNITS)]


CPU = _Limit(
    word="cpu",
    metric="CPUUtilization",
    statistic="Average",
    threshold=CPU_PERCENT,
    advice="The database's processor is busy: look for slow statements, or give it a larger class.",
)
UNITS = _Limit(
    word="units",
    metric="NCUUtilization",
    statistic="Maximum",
    threshold=UNITS_PERCENT,
    advice="The graph database is at the capacity that it may have at most: raise it, or look for "
    "queries that follow too many relations.",
)
STORAGE = _Limit(
    word="storage",
    metric="FreeStorageSpace",
    statistic="Minimum",
    threshold=0,
    below=True,
    advice="The database's storage is nearly full, and has not grown: raise its maximum, or delete "
    "what is not needed; a full one stops.",
)
WAITING = _Limit(
    word="waiting",
    metric="DatabaseConnectionsBorrowLatency",
    statistic="Average",
    threshold=BORROW_MICROSECONDS,
    advice="Callers wait for a connection to the database: look for long transactions, or lower "
    "the functions' reserved concurrency.",
)
THROTTLES = _Limit(
    word="throttles",
    metric="ThrottledCmds",
    statistic="Sum",
    threshold=0,
    advice="The cache throttles commands: raise its limit of processing units, or look for a hot "
    "key.",
)
FULL = _Limit(
    word="full",
    metric="BytesUsedForCache",
    statistic="Maximum",
    threshold=0,
    advice="The cache is nearly full, and will evict: raise its limit, or keep values less long.",
)


def _alarm(
    name: str,
    namespace: str,
    limit: _Limit,
    dimensions: Dimensions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    way = "LessThanThreshold" if limit.below else "GreaterThanThreshold"
    return metric_alarm(
        f"{name}-{limit.word}-alarm",
        defaults,
        opts,
        alarm_description=limit.advice,
        comparison_operator=way,
        threshold=limit.threshold,
        namespace=namespace,
        metric_name=limit.metric,
        statistic=limit.statistic,
        period=defaults.alarm_period_seconds,
        dimensions=dict(dimensions),
    )
