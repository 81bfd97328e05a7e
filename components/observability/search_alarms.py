"""Alarms of OpenSearch domains, as AWS recommends them:
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html.
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import Dimensions, metric_alarm

NAMESPACE = "AWS/ES"

# A node writes no more when a fifth of its disk, at most 20 GB, is left.
LEAST_FREE_PERCENT = 25
MB_PER_GB = 1024
MOST_MEMORY_PERCENT = 95


AT_ONCE = {"evaluation_periods": 1}

# What each looks at, and what to do; the threshold of storage follows from the disk.
ALARMS: dict[str, dict[str, Any]] = {
    "red": {
        "metric_name": "ClusterStatus.red",
        "alarm_description": "Parts of an index are not there: read the error log; rebuild the "
        "index, or restore a snapshot of the hour.",
        **AT_ONCE,
    },
    "yellow": {
        "metric_name": "ClusterStatus.yellow",
        "alarm_description": "An index has no copies: a node is gone, or there is one only.",
    },
    "storage": {
        "metric_name": "FreeStorageSpace",
        "alarm_description": "A disk is nearly full, then writes are refused: raise volume_gb.",
        "statistic": "Minimum",
        "comparison_operator": "LessThanThreshold",
    },
    "memory": {
        "metric_name": "JVMMemoryPressure",
        "alarm_description": "The memory of a node is full: take larger instances, or more.",
        "threshold": MOST_MEMORY_PERCENT,
    },
    "writes": {
        "metric_name": "ClusterIndexWritesBlocked",
        "alarm_description": "The domain refuses writes: see its storage and its memory.",
        **AT_ONCE,
    },
}


def domain_alarms(
    name: str,
    dimensions: Dimensions,
    volume_gb: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> dict[str, aws.cloudwatch.MetricAlarm]:
    """Go to ALARM when a domain is red or refuses writes, and when in most of ``alarm_periods`` it
    is yellow, a disk has less than a quarter left, or the memory of a node is full.
    """
    least = volume_gb * MB_PER_GB * LEAST_FREE_PERCENT // 100
    common = {"namespace": NAMESPACE, "statistic": "Maximum"}
    return {
        word: metric_alarm(
            f"{name}-{word}-alarm",
            defaults,
            opts,
            period=defaults.alarm_period_seconds,
            dimensions=dict(dimensions),
            **{**common, "threshold": least if word == "storage" else 0, **inputs},
        )
        for word, inputs in ALARMS.items()
    }
