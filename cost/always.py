"""Always: what is paid for by the hour or the month, used or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cost import kinds
from cost.line import HOURS, Line, line
from cost.network import network
from cost.stack import Resource, Stack

# Lambda asks an empty queue by five pollers that wait for 20 seconds each:
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
POLLS = 5 * 3 * 60 * HOURS

SECONDS = 3600
MB_PER_GB = 1024
# A serverless cache is billed for 1 GB at least, but with this engine for less:
# https://aws.amazon.com/elasticache/pricing/
LEAST_CACHE_GB = {"valkey": 0.1}
# Of a function that names no memory.
SMALLEST_MB = 128


def always(stack: Stack) -> Iterator[Line]:
    """A line for each resource that is billed without use."""
    for alarm in stack.of(kinds.ALARM):
        metrics = sum("metric" in each for each in alarm.inputs.get("metricQueries") or ())
        yield _line("CloudWatch", alarm, "metric-alarm", metrics or 1)
    for alarm in stack.of("aws:cloudwatch/compositeAlarm:CompositeAlarm"):
        yield _line("CloudWatch", alarm, "composite-alarm", 1)
    for dashboard in stack.of(kinds.DASHBOARD):
        yield _line("CloudWatch", dashboard, "dashboard", 1)
    for key in stack.of("aws:kms/key:Key"):
        yield _line("KMS", key, "kms-key", 1)
    yield from _warm(stack)
    yield from _polls(stack)
    yield from _streams(stack)
    for stage in stack.of(kinds.REST_STAGE):
        if stage.inputs.get("cacheClusterEnabled"):
            size = stage.inputs["cacheClusterSize"]
            yield _line("API Gateway", stage, f"api-cache-hour-{size}", HOURS)
    for table in stack.of(kinds.TABLE):
        if table.inputs.get("billingMode") == "PROVISIONED":
            for unit in ("read", "write"):
                units = _number(table.inputs.get(f"{unit}Capacity"))
                yield _line("DynamoDB", table, f"dynamodb-{unit}-unit-hour", units * HOURS)
    for acl in stack.of(kinds.WEB_ACL):
        yield _line("WAF", acl, "waf-acl", 1)
        yield _line("WAF", acl, "waf-rule", len(acl.inputs.get("rules") or ()))
    yield from _servers(stack)
    yield from network(stack)


def _polls(stack: Stack) -> Iterator[Line]:
    for mapping in stack.of(kinds.MAPPING):
        for queue in stack.referred(mapping, "eventSourceArn", kinds.QUEUE):
            if mapping.inputs.get("enabled") is not False:
                fifo = bool(queue.inputs.get("fifoQueue"))
                yield _line("SQS", queue, f"sqs{'-fifo' if fifo else ''}-requests", POLLS)


def _warm(stack: Stack) -> Iterator[Line]:
    """Copies of functions that wait for calls: their memory, all the time."""
    for config in stack.of(kinds.WARM):
        for function in stack.referred(config, "functionName", kinds.FUNCTION):
            copies = _number(config.inputs.get("provisionedConcurrentExecutions"))
            gigabytes = _number(function.inputs.get("memorySize") or SMALLEST_MB) / MB_PER_GB
            architecture = (function.inputs.get("architectures") or ["x86_64"])[0]
            meter = f"lambda-provisioned-gb-seconds-{architecture}"
            yield _line("Lambda", function, meter, copies * gigabytes * HOURS * SECONDS)


def _streams(stack: Stack) -> Iterator[Line]:
    for stream in stack.of(kinds.STREAM):
        shards = _number(stream.inputs.get("shardCount"))
        yield _line("Kinesis", stream, "kinesis-shard-hour", shards * HOURS)
        for consumer in stack.referring(stream, kinds.STREAM_CONSUMER, "streamArn"):
            yield _line("Kinesis", consumer, "kinesis-consumer-shard-hour", shards * HOURS)


def _servers(stack: Stack) -> Iterator[Line]:
    for server in stack.of("aws:rds/instance:Instance"):
        zones = 2 if server.inputs.get("multiAz") else 1
        kind = server.inputs["instanceClass"]
        yield _line("RDS", server, f"rds-hour-{kind}", zones * HOURS)
        storage = _number(server.inputs.get("allocatedStorage"))
        yield _line("RDS", server, "rds-storage-gb", zones * storage)
    for proxy in stack.of("aws:rds/proxy:Proxy"):
        # A proxy is billed for the vCPUs of its database, two at least.
        yield _line("RDS", proxy, "proxy-vcpu-hour", 2 * HOURS)
    for cache in stack.of("aws:elasticache/serverlessCache:ServerlessCache"):
        engine = cache.inputs["engine"]
        least = LEAST_CACHE_GB.get(engine, 1)
        yield _line("ElastiCache", cache, f"cache-gb-hour-{engine}", least * HOURS)
    for domain in stack.of("aws:opensearch/domain:Domain"):
        cluster = domain.inputs.get("clusterConfig") or {}
        nodes = _number(cluster.get("instanceCount") or 1)
        kind = cluster.get("instanceType", "t3.small.search")
        yield _line("OpenSearch", domain, f"opensearch-hour-{kind}", nodes * HOURS)


def _number(value: Any) -> float:
    return float(value or 0)


def _line(service: str, resource: Resource, meter: str, quantity: float) -> Line:
    return line(service, resource, meter, quantity, always=True)
