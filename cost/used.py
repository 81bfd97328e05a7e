"""Used: what is paid for by the request, the second and the byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cost import kinds
from cost.documents import read
from cost.edge import edge
from cost.flow import Flow
from cost.line import Line, line
from cost.stack import Resource

KB_OF_GB = 1024 * 1024
MEMORY_MB = 128
APIS = {
    kinds.REST_API: "rest-api-requests",
    "HTTP": "http-api-requests",
    "WEBSOCKET": "websocket-messages",
    kinds.GRAPHQL_API: "appsync-requests",
}


def used(flow: Flow) -> Iterator[Line]:
    """The lines of a month at the volume of a flow, those without an amount left out."""
    parts = (
        _functions,
        _apis,
        _tables,
        _messages,
        _events,
        _machines,
        _stores,
        _logs,
        _people,
        edge,
    )
    for part in parts:
        yield from (each for each in part(flow) if each.quantity)


def _functions(flow: Flow) -> Iterator[Line]:
    for function in flow.stack.of(kinds.FUNCTION):
        count = flow.amounts[function.urn]
        seconds = count * flow.usage.duration(function.name) / 1000
        memory = float(function.inputs.get("memorySize") or MEMORY_MB) / 1024
        if any(flow.stack.referring(function, kinds.DISTRIBUTION, key) for key in kinds.BEHAVIORS):
            yield line("Lambda@Edge", function, "edge-lambda-requests", count)
            yield line("Lambda@Edge", function, "edge-lambda-gb-seconds", seconds * memory)
            continue
        [architecture] = function.inputs.get("architectures") or ["x86_64"]
        yield line("Lambda", function, "lambda-requests", count)
        yield line("Lambda", function, f"lambda-gb-seconds-{architecture}", seconds * memory)


def _apis(flow: Flow) -> Iterator[Line]:
    for api in flow.stack.of(kinds.REST_API, kinds.API, kinds.GRAPHQL_API):
        service = "AppSync" if api.type == kinds.GRAPHQL_API else "API Gateway"
        meter = APIS[api.inputs["protocolType"] if api.type == kinds.API else api.type]
        yield line(service, api, meter, flow.amounts[api.urn])


def _tables(flow: Flow) -> Iterator[Line]:
    for table in flow.stack.of(kinds.TABLE):
        if table.inputs.get("billingMode") != "PROVISIONED":
            yield line("DynamoDB", table, "dynamodb-reads", flow.reads[table.urn])
            yield line("DynamoDB", table, "dynamodb-writes", flow.writes[table.urn])


def _messages(flow: Flow) -> Iterator[Line]:
    for queue in flow.stack.of(kinds.QUEUE):
        count = flow.amounts[queue.urn]
        consumers = flow.stack.referring(queue, kinds.MAPPING, "eventSourceArn")
        # Sent once; received and deleted with its batch.
        calls = 1 + 2 / _batch(flow, consumers[0]) if consumers else 1
        meter = "sqs-fifo-requests" if queue.inputs.get("fifoQueue") else "sqs-requests"
        yield line("SQS", queue, meter, count * calls)
    for topic in flow.stack.of(kinds.TOPIC):
        yield line("SNS", topic, "sns-publishes", flow.amounts[topic.urn])
    for rule in flow.stack.of(kinds.TOPIC_RULE):
        # A message, and of the rule that takes it a start and an action.
        yield line("IoT Core", rule, "iot-messages", flow.amounts[rule.urn])
        yield line("IoT Core", rule, "iot-rules", 2 * flow.amounts[rule.urn])
    for stream in flow.stack.of(kinds.STREAM):
        yield line("Kinesis", stream, "kinesis-records", flow.amounts[stream.urn])


def _batch(flow: Flow, mapping: Resource) -> float:
    names = [each.name for each in flow.stack.referred(mapping, "functionName")]
    size = float(mapping.inputs.get("batchSize") or 10)
    return min(size, flow.usage.batch_of(names[0])) if names else 1


def _events(flow: Flow) -> Iterator[Line]:
    for bus in flow.stack.of(kinds.BUS):
        count = flow.amounts[bus.urn]
        yield line("EventBridge", bus, "eventbridge-events", count)
        for archive in flow.stack.referring(bus, kinds.ARCHIVE, "eventSourceArn"):
            size = count * flow.usage.event_kb / KB_OF_GB
            yield line("EventBridge", archive, "eventbridge-archive-gb", size)
    for schedule in flow.stack.of(kinds.SCHEDULE):
        yield line("EventBridge", schedule, "scheduler-runs", flow.amounts[schedule.urn])


def _machines(flow: Flow) -> Iterator[Line]:
    for machine in flow.stack.of(kinds.MACHINE):
        count = flow.amounts[machine.urn]
        if machine.inputs.get("type") == "EXPRESS":
            yield line("Step Functions", machine, "sfn-express-requests", count)
        else:
            definition = read(machine.inputs["definition"])
            called = len(flow.stack.referred(machine, "definition"))
            # Of a definition that is not known yet: a state for each resource that it calls.
            steps = 1 + called if definition is None else transitions(definition)
            yield line("Step Functions", machine, "sfn-transitions", count * steps)


def transitions(definition: dict[str, Any]) -> int:
    """States of the way from the first one to the end without a failure, and into the first."""
    states, name, seen = definition["States"], definition["StartAt"], set[str]()
    count = 1
    while name and name not in seen:
        seen.add(name)
        state = states[name]
        inner = [*state.get("Branches", ()), *filter(None, [_processor(state)])]
        count += 1 + sum(transitions(each) - 1 for each in inner)
        name = state.get("Next") or state.get("Default") or ""
    return count


def _processor(state: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = state.get("ItemProcessor")
    return found


def _stores(flow: Flow) -> Iterator[Line]:
    for store in flow.stack.of(kinds.TABLE, kinds.BUCKET, kinds.REPOSITORY):
        amount = flow.usage.storage_gb.get(store.name, 0) * flow.volume
        amount += flow.usage.fixed_gb.get(store.name, 0)
        if store.type == kinds.BUCKET:
            yield line("S3", store, "s3-storage-gb", amount)
            yield line("S3", store, "s3-puts", flow.amounts[store.urn])
            continue
        if store.type == kinds.REPOSITORY:
            yield line("ECR", store, "ecr-storage-gb", amount)
            continue
        yield line("DynamoDB", store, "dynamodb-storage-gb", amount)
        if (store.inputs.get("pointInTimeRecovery") or {}).get("enabled"):
            yield line("DynamoDB", store, "dynamodb-pitr-gb", amount)


def _logs(flow: Flow) -> Iterator[Line]:
    size = flow.usage.log_kb / KB_OF_GB
    apis = tuple(flow.stack.of(kinds.REST_API, kinds.API))
    for writer in (*apis, *flow.stack.of(kinds.FUNCTION)):
        yield line("CloudWatch", writer, "log-gb", flow.amounts[writer.urn] * size)
    for api in (*apis, *flow.stack.of(kinds.GRAPHQL_API)):
        traced = flow.amounts[api.urn] * flow.usage.traced
        yield line("X-Ray", api, "xray-traces", traced)
    for log in flow.stack.of(kinds.FLOW_LOG):
        yield line("CloudWatch", log, "log-gb", flow.amounts[log.urn] * size)


def _people(flow: Flow) -> Iterator[Line]:
    for pool in flow.stack.of(kinds.USER_POOL):
        yield line("Cognito", pool, "cognito-users", flow.usage.users * flow.volume)
    for identity in flow.stack.of("aws:sesv2/emailIdentity:EmailIdentity"):
        yield line("SES", identity, "ses-mails", flow.usage.mails * flow.volume)
    for stream in flow.stack.of(kinds.DELIVERY_STREAM):
        size = flow.amounts[stream.urn] * flow.usage.event_kb / KB_OF_GB
        yield line("Firehose", stream, "firehose-gb", size)
