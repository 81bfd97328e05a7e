"""Inventory: what an emulator still holds, for the proof that ``down`` leaves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config


@dataclass(frozen=True)
class Kind:
    """One kind of resource: how to list it, its label, and those that exist from the start."""

    name: str
    service: str
    operation: str
    key: str
    label: str | None
    arguments: tuple[tuple[str, Any], ...] = ()
    ours: Callable[[str], bool] = lambda label: True


# No backups: those are meant to outlive their tables.
KINDS = (
    Kind("function", "lambda", "list_functions", "Functions", "FunctionName"),
    Kind("layer", "lambda", "list_layers", "Layers", "LayerName"),
    Kind(
        "event source mapping",
        "lambda",
        "list_event_source_mappings",
        "EventSourceMappings",
        "UUID",
    ),
    Kind("queue", "sqs", "list_queues", "QueueUrls", None),
    Kind("topic", "sns", "list_topics", "Topics", "TopicArn"),
    Kind("subscription", "sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
    Kind("table", "dynamodb", "list_tables", "TableNames", None),
    Kind(
        "event bus",
        "events",
        "list_event_buses",
        "EventBuses",
        "Name",
        ours=lambda name: name != "default",
    ),
    Kind("archive", "events", "list_archives", "Archives", "ArchiveName"),
    Kind("connection", "events", "list_connections", "Connections", "Name"),
    Kind("API destination", "events", "list_api_destinations", "ApiDestinations", "Name"),
    Kind("schedule", "scheduler", "list_schedules", "Schedules", "Name"),
    Kind(
        "schedule group",
        "scheduler",
        "list_schedule_groups",
        "ScheduleGroups",
        "Name",
        ours=lambda name: name != "default",
    ),
    Kind("REST API", "apigateway", "get_rest_apis", "items", "name"),
    Kind("HTTP API", "apigatewayv2", "get_apis", "Items", "Name"),
    Kind("GraphQL API", "appsync", "list_graphql_apis", "graphqlApis", "name"),
    Kind("state machine", "stepfunctions", "list_state_machines", "stateMachines", "name"),
    Kind("parameter", "ssm", "describe_parameters", "Parameters", "Name"),
    Kind("bucket", "s3", "list_buckets", "Buckets", "Name"),
    Kind("database", "glue", "get_databases", "DatabaseList", "Name"),
    Kind(
        "workgroup",
        "athena",
        "list_work_groups",
        "WorkGroups",
        "Name",
        ours=lambda name: name != "primary",
    ),
    Kind("sender", "sesv2", "list_email_identities", "EmailIdentities", "IdentityName"),
    Kind(
        "role",
        "iam",
        "list_roles",
        "Roles",
        "RoleName",
        ours=lambda name: not name.startswith("AWSServiceRole"),
    ),
    Kind("log group", "logs", "describe_log_groups", "logGroups", "logGroupName"),
    Kind("alarm", "cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    Kind("dashboard", "cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    Kind("user pool", "cognito-idp", "list_user_pools", "UserPools", "Name", (("MaxResults", 60),)),
)


def of(endpoint: str, region: str) -> list[str]:
    """Everything in the emulator, a line each: ``queue: http://…``."""

    def client(service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(inject_host_prefix=False),
        )

    clients = {
        service: client(service) for service in {kind.service for kind in KINDS} | {"events"}
    }
    with ThreadPoolExecutor(max_workers=8) as workers:
        found = workers.map(lambda kind: list(_list(clients[kind.service], kind)), KINDS)
        lines = [line for some in found for line in some]
    return lines + list(_rules(clients["events"]))


def _list(client: Any, kind: Kind) -> Iterable[str]:
    answer = getattr(client, kind.operation)(**dict(kind.arguments))
    for thing in answer.get(kind.key) or []:
        label = str(thing if kind.label is None else thing.get(kind.label))
        if kind.ours(label):
            yield f"{kind.name}: {label}"


def _rules(events: Any) -> Iterable[str]:
    for bus in events.list_event_buses()["EventBuses"]:
        for rule in events.list_rules(EventBusName=bus["Name"])["Rules"]:
            yield f"rule: {rule['Name']} on {bus['Name']}"
